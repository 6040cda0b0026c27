package dev.reveille.store;

import dev.reveille.doctor.Check;
import dev.reveille.doctor.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Looks at the folders that the control service reads and writes. */
public final class FolderChecks {
  private static final String STATE = "state";
  private static final String CERTIFICATES = "certs";

  private FolderChecks() {}

  /** Whether it can be written to, and whether nobody else can read what is secret there. */
  public static Check ofState(Path folder) {
    return new Check(STATE, () -> List.of(state(folder)));
  }

  /** Whether the certificates of {@code CERTS_DIR} can be read; it need not be there. */
  public static Check ofCertificates(Path folder) {
    return new Check(CERTIFICATES, () -> List.of(certificates(folder)));
  }

  private static Finding state(Path folder) {
    if (!Files.isWritable(folder)) {
      return Finding.fail(
          STATE,
          "%s can't be written to".formatted(folder),
          "let user \"%s\" write there, and mount it writable"
              .formatted(System.getProperty("user.name")));
    }
    try {
      List<String> open = openToOthers(folder);
      return open.isEmpty()
          ? Finding.ok(STATE, folder + " is writable, its secrets are its owner's only")
          : Finding.fail(
              STATE,
              "others may read %s".formatted(String.join(", ", open)),
              "chmod go= %s, and replace the secret if somebody may have read it"
                  .formatted(String.join(" ", open)));
    } catch (IOException e) {
      return Finding.fail(STATE, "%s can't be read: %s".formatted(folder, e), "mend its mode");
    }
  }

  /** The directory may be entered by everyone; {@code gateway} in it is the gateway's. */
  private static List<String> openToOthers(Path folder) throws IOException {
    List<String> open = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path each : all) {
        boolean isGateways = each.endsWith("gateway");
        if (!isGateways && !mode(each).endsWith("------") && isSecret(each)) {
          open.add(each.toString());
        }
      }
    }
    return open.stream().sorted().toList();
  }

  /** Public by nature: the lock's text, a certificate without its key. */
  private static boolean isSecret(Path path) {
    String name = String.valueOf(path.getFileName());
    return !name.equals("lock") && !name.endsWith(".crt");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static Finding certificates(Path folder) {
    if (!Files.exists(folder)) {
      return Finding.ok(CERTIFICATES, folder + " is not there: no certificates of your own");
    }
    List<String> unreadable = new ArrayList<>();
    try (var files = Files.walk(folder, 2)) {
      files
          .filter(file -> !Files.isReadable(file))
          .map(Path::toString)
          .sorted()
          .forEach(unreadable::add);
    } catch (IOException | UncheckedIOException e) {
      unreadable.add("%s (%s)".formatted(folder, e.getMessage()));
    }
    return unreadable.isEmpty()
        ? Finding.ok(CERTIFICATES, folder + " can be read")
        : Finding.fail(
            CERTIFICATES,
            "can't read " + String.join(", ", unreadable),
            "let user \"%s\" read them".formatted(System.getProperty("user.name")));
  }
}
