# One image for web, worker, beat and the commands. It holds no secret and no setting of a place.
#
#   docker build -t operative .
#
# Behind a package mirror, hand in your own pip configuration; it stays out of the image:
#
#   docker build -t operative --secret id=pip_config,src="$HOME/.config/pip/pip.conf" .
#
# Any Debian-based image with Python 3.11 or newer; 3.11 is what the tests run on.
ARG PYTHON_IMAGE=python:3.11-slim

FROM ${PYTHON_IMAGE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY requirements/production.txt /tmp/production.txt
RUN --mount=type=secret,id=pip_config,target=/etc/pip.conf \
    /venv/bin/pip install --require-hashes --only-binary=:all: -r /tmp/production.txt
COPY . /app
WORKDIR /app
# Without DATABASE_URL the settings need nothing; the key is for this command alone.
RUN DATA_DIR=/tmp/data STATIC_ROOT=/app/static SECRET_KEY=only-while-the-static-files-are-collected \
    /venv/bin/python manage.py collectstatic --noinput \
    && /venv/bin/python -m compileall -q /app

FROM ${PYTHON_IMAGE}
RUN groupadd --gid 10001 operative \
    && useradd --uid 10001 --gid operative --no-create-home --home-dir /tmp --shell /usr/sbin/nologin operative \
    && install --directory --owner=operative --group=operative --mode=0750 /data
COPY --from=build /venv /venv
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp \
    DATA_DIR=/data \
    STATIC_ROOT=/app/static
WORKDIR /app
# By number, so that an orchestrator sees that it isn't root.
USER 10001:10001
# Only /data (evidence, reports) and /tmp are written to; the rest may be read-only.
VOLUME /data
EXPOSE 8000
# WEB_CONCURRENCY sets the number of processes. The access log leaves out query strings, in which
# people's search words stand. A worker's sign of life must not wait for a disk: /dev/shm.
CMD ["gunicorn", "config.wsgi", \
     "--bind=0.0.0.0:8000", "--threads=4", "--timeout=60", "--graceful-timeout=30", \
     "--worker-tmp-dir=/dev/shm", "--no-control-socket", \
     "--logger-class=config.log_masks.AccessLogger", \
     "--access-logfile=-", "--access-logformat=%(t)s %(h)s %(m)s %(U)s %(s)s %(B)s %(M)sms"]
