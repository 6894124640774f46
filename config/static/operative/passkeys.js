// Adds passkeys to a form with data-passkey: "add", "confirm" or "sign-in". The form has a hidden
// field "credential"; what the device is asked stands in #passkey-data, or is fetched at sign-in.
"use strict";

(() => {
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");

  // What comes as base64url in JSON, the browser wants as bytes.
  function readable(options) {
    const asked = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
    if (asked.user) asked.user = { ...asked.user, id: bytes(asked.user.id) };
    for (const list of ["excludeCredentials", "allowCredentials"]) {
      if (asked[list]) asked[list] = asked[list].map((key) => ({ ...key, id: bytes(key.id) }));
    }
    return { publicKey: asked };
  }

  function sendable(credential) {
    const response = {};
    for (const name of [
      "clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle",
    ]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    };
  }

  async function ask(form) {
    if (form.dataset.passkey === "sign-in") {
      const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.statusText);
      return navigator.credentials.get(readable((await answer.json()).request_options));
    }
    const data = JSON.parse(document.getElementById("passkey-data").textContent);
    if (form.dataset.passkey === "confirm") {
      return navigator.credentials.get(readable(data.request_options));
    }
    const options = readable(data.creation_options);
    const alone = form.elements.passwordless?.checked;
    options.publicKey.authenticatorSelection = {
      ...options.publicKey.authenticatorSelection,
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: Boolean(alone),
      ...(alone ? { userVerification: "required" } : {}),
    };
    return navigator.credentials.create(options);
  }

  function say(form, why) {
    const place = form.querySelector("[data-passkey-error]");
    place.textContent = place.dataset[why];
    place.hidden = false;
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential) {
      if (form.dataset.passkey === "add") say(form, "passkeyMissing");
      continue;
    }
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      form.querySelector("[data-passkey-error]").hidden = true;
      try {
        const credential = await ask(form);
        form.elements.credential.value = JSON.stringify(sendable(credential));
      } catch {
        say(form, "passkeyError");
        return;
      }
      form.submit();
    });
  }
})();
