import java.io.FileInputStream;
import java.util.List;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Checks each file named against PDF/A-2a and PDF/UA-1 by veraPDF. Prints, parted by tabs, a line
 * for each file and standard (standard, file, number of checks, "passes" or "fails"), and after it
 * one for each rule that was broken, which begins with a tab.
 */
public class Validate {
    private static final List<PDFAFlavour> STANDARDS =
            List.of(PDFAFlavour.PDFA_2_A, PDFAFlavour.PDFUA_1);

    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) {
            for (PDFAFlavour standard : STANDARDS) {
                check(file, standard);
            }
        }
    }

    private static void check(String file, PDFAFlavour standard) throws Exception {
        try (FileInputStream stream = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(stream, standard);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(standard, false)) {
            ValidationResult result = validator.validate(parser);
            String said = result.isCompliant() ? "passes" : "fails";
            System.out.println(
                    standard + "\t" + file + "\t" + result.getTotalAssertions() + "\t" + said);
            for (TestAssertion broken : result.getTestAssertions()) {
                System.out.println(
                        "\t" + broken.getRuleId().getClause() + " " + broken.getMessage());
            }
        }
    }
}
