package dev.reveille.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.api.CertificateApi;
import dev.reveille.api.ControlApi;
import dev.reveille.certificate.ServerCertificate;
import dev.reveille.certificate.TestChains;
import dev.reveille.cli.Operator.Done;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code certs} shows and does. */
class CertificatesTest {
  private static final Instant BEGUN = Instant.parse("2026-01-01T12:00:00Z");

  private final TestChains.Authority authority = TestChains.authority("Own CA");
  private final CertificateApi certificates = new CertificateApi();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    certificates.close();
  }

  @Test
  void listsAndShowsThem() {
    certificates
            .site("shop", "shop.example.com")
            .site("blog", "blog.example.net")
            .site("old", "old.example.net")
            .custom(
                Map.of(
                    "blog", lasting("blog.example.net", Duration.ofDays(90)),
                    "old", lasting("old.example.net", Duration.ofDays(31))))
            .problems =
        List.of("certificate \"odd\": the key is not the certificate's");
    certificates.open();

    operator()
        .type("certs")
        .type("certs", "list", "--json")
        .type("certs", "show", "shop.example.com")
        .type("certs", "show", "shop.example.com", "--json")
        .type("certs", "show", "nobody.test")
        .about("60 columns")
        .terminal(60)
        .type("certs")
        .sees("certs-list");
  }

  @Test
  void renewsAndTellsTheSteps() {
    certificates.site("shop", "shop.example.com").site("blog", "blog.example.com").open();

    Operator operator = operator();
    operator
        .type("certs", "renew", "shop.example.com")
        .type("certs", "renew", "--all")
        .type("certs", "renew", "nobody.test")
        .sees("certs-renew");
    Done asJson = operator.run("certs", "renew", "shop.example.com", "--force", "--json");
    assertThat(asJson.out()).startsWith("{\"id\":").contains("\"state\":\"done\"");
    Done live = operator.colours().run("certs", "renew", "shop.example.com");
    assertThat(live.err()).startsWith("<CR><ESC>[K").doesNotContain("\nshop").endsWith("<ESC>[K");
    assertThat(live.out()).isEqualTo("Renewed: shop.example.com\n");
  }

  @Test
  void rollsBack() {
    certificates.site("shop", "shop.example.com").open();

    operator()
        .type("certs", "renew", "shop.example.com")
        .type("certs", "roll-back", "shop.example.com")
        .type("certs", "roll-back", "shop.example.com")
        .sees("certs-roll-back");
  }

  @Test
  void revokesAndDeletes() {
    certificates.site("shop", "shop.example.com").site("blog", "blog.example.com").open();

    operator()
        .type("certs", "revoke", "shop.example.com")
        .type("certs", "show", "shop.example.com")
        .type("certs", "delete", "blog.example.com")
        .type("certs", "delete", "nobody.test")
        .sees("certs-revoke");
  }

  @Test
  void importsOnesOwn() throws IOException {
    certificates.site("shop", "shop.example.net").openWithoutAcme();
    ServerCertificate mine = lasting("shop.example.net", Duration.ofDays(90));
    String cert = write("mine.crt", mine.chainPem());
    String key = write("mine.key", mine.keyPem());
    String wrong = write("wrong.key", lasting("shop.example.net", Duration.ofDays(9)).keyPem());

    Operator operator = operator();
    Done done = operator.run("certs", "import", "shop.example.net", "--cert", cert, "--key", key);

    assertThat(done.err()).isEmpty();
    assertThat(done.out())
        .isEqualTo(
            "Imported the certificate of shop.example.net; it expires in 60d"
                + " (2026-04-01T12:00:00Z).\n");
    operator.type("certs", "list").type("certs", "renew", "shop.example.net");
    operator.type("certs", "delete", "shop.example.net").type("certs").sees("certs-import");
    Done refused = operator.run("certs", "import", "other.test", "--cert", cert, "--key", key);
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .contains("not imported for other.test: it is for shop.example.net and not for other.test");
    assertThat(operator.run("certs", "import", "a", "--cert", cert, "--key", wrong).err())
        .contains("the key is not the certificate's");
    assertThat(operator.run("certs", "import", "a", "--cert", "/no/file", "--key", key).err())
        .contains("there is no file /no/file");
  }

  @Test
  void saysThatNothingIsIssued() {
    certificates.openWithoutAcme();

    operator().type("certs").type("certs", "renew", "--all").sees("certs-none");
  }

  private Operator operator() {
    return new Operator(certificates.api().port(), ControlApi.ADMIN);
  }

  private ServerCertificate lasting(String name, Duration time) {
    return authority.leaf(name).validFrom(BEGUN).validFor(time).make();
  }

  private String write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }
}
