package dev.reveille.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.Timer;
import dev.reveille.testing.MissingPeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What OpenSSL, which browsers and curl are as strict as, says of our files. */
class OpensslIT {
  private static final Timer TIMER = Timer.system();

  @TempDir private Path directory;

  private final InMemoryPemFiles files = new InMemoryPemFiles();
  private final LocalAuthority authority =
      new LocalAuthority(
          files, new LocalAuthority.Settings(List.of("docksal.site"), "laptop"), TIMER);

  @BeforeEach
  void findOpenssl() {
    try {
      assertThat(openssl("version")).contains("OpenSSL");
    } catch (IOException e) {
      throw MissingPeer.because("no openssl here: " + e);
    }
  }

  @Test
  void theLocalRootsLeavesAreInOrder() throws IOException {
    for (String name : List.of("docksal.site", "shop.docksal.site", "*.docksal.site")) {
      write("leaf.pem", authority.leafFor(name).orElseThrow().chainPem());

      assertThat(verify(name.replace("*", "any"))).contains("leaf.pem: OK");
    }
  }

  @Test
  void aStolenRootIsOfNoUseForOtherNames() throws IOException {
    for (String name : List.of("bank.example.com", "192.0.2.7", "2001:db8::1")) {
      write("leaf.pem", stolen(name));

      assertThat(verify(name)).containsPattern("permitted subtree violation|excluded subtree");
    }
  }

  @Test
  void readsTheOneFileOfAnIssuedCertificate() throws IOException {
    ServerCertificate certificate =
        TestChains.authority("Test CA").intermediate("Test R1").leaf("shop.test").make();
    new IssuedCertificates(files).keep("shop.test", certificate);
    write("shop.test.pem", files.read("shop.test.pem").orElseThrow());
    String file = directory.resolve("shop.test.pem").toString();

    assertThat(openssl("x509", "-in", file, "-noout", "-ext", "subjectAltName", "-enddate"))
        .contains("DNS:shop.test", "notAfter=");
    assertThat(openssl("pkey", "-in", file, "-pubout"))
        .isEqualTo(openssl("x509", "-in", file, "-noout", "-pubkey"));
  }

  private String verify(String name) throws IOException {
    write("root.crt", authority.rootPem());
    boolean isAddress = ServerNames.isAddress(name);
    return openssl(
        "verify",
        "-x509_strict",
        "-purpose",
        "sslserver",
        isAddress ? "-verify_ip" : "-verify_hostname",
        name,
        "-CAfile",
        directory.resolve("root.crt").toString(),
        directory.resolve("leaf.pem").toString());
  }

  private String stolen(String name) {
    X509Certificate root = Pem.certificates(authority.rootPem()).getFirst();
    KeyPair keys = CertificateDraft.newKeys();
    return Pem.text(
        new CertificateDraft(
                name,
                keys.getPublic(),
                root.getNotBefore().toInstant(),
                root.getNotAfter().toInstant())
            .forServer(List.of(name))
            .signedBy(root, Pem.privateKey(files.read("root.key").orElseThrow())));
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
  }

  /** What it printed to both. */
  private static String openssl(String... arguments) throws IOException {
    Process process =
        new ProcessBuilder(Stream.concat(Stream.of("openssl"), Stream.of(arguments)).toList())
            .redirectErrorStream(true)
            .start();
    try (var out = process.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
