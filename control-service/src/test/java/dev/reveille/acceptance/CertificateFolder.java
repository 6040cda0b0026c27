package dev.reveille.acceptance;

import dev.reveille.certificate.ServerCertificate;
import dev.reveille.testing.TemporaryDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A {@code CERTS_DIR}, and an administrator who copies certificates there. */
public final class CertificateFolder implements AfterAllCallback, AutoCloseable {
  private final TemporaryDirectory directory = TemporaryDirectory.make("certs");

  /** For the setting. */
  public String path() {
    return directory.path().toString();
  }

  /** {@code NAME.crt} and {@code NAME.key}, the key first as it has to be there already. */
  public void put(String name, ServerCertificate certificate) {
    putKey(name, certificate);
    putChain(name, certificate);
  }

  /** {@code NAME.crt} alone, whole at once. */
  public void putChain(String name, ServerCertificate certificate) {
    write(name + ".crt", certificate.chainPem());
  }

  /** {@code NAME.key} alone, whole at once. */
  public void putKey(String name, ServerCertificate certificate) {
    write(name + ".key", certificate.keyPem());
  }

  public void remove(String name) {
    try {
      Files.deleteIfExists(file(name + ".crt"));
      Files.deleteIfExists(file(name + ".key"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * As certbot keeps the pairs of a name: {@code .archive/NAME/fullchain2.pem} for the second one,
   * and {@code NAME/fullchain.pem}, a link to the newest.
   */
  public void putAsCertbot(String name, int number, ServerCertificate certificate) {
    String archive = ".archive/%s/".formatted(name);
    try {
      Files.createDirectories(file(archive));
      Files.createDirectories(file(name));
      write(archive + "privkey%d.pem".formatted(number), certificate.keyPem());
      write(archive + "fullchain%d.pem".formatted(number), certificate.chainPem());
      for (String part : new String[] {"privkey", "fullchain"}) {
        link(name + "/" + part + ".pem", "../%s%s%d.pem".formatted(archive, part, number));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    directory.close();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  private void link(String name, String target) throws IOException {
    Path next = file(name + ".next");
    Files.createSymbolicLink(next, Path.of(target));
    Files.move(next, file(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private void write(String name, String content) {
    try {
      Path next = file(name + ".next");
      Files.writeString(next, content);
      Files.move(next, file(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String name) {
    return directory.path().resolve(name);
  }
}
