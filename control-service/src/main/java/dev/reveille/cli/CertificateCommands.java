package dev.reveille.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** {@code certs revoke}, {@code import} and {@code delete}. */
final class CertificateCommands {
  /** As much as the control service takes. */
  private static final int LARGEST = 256 * 1024;

  private final Desk desk;

  CertificateCommands(Desk desk) {
    this.desk = desk;
  }

  static String path(String name) {
    return "/v1/certificates/" + ControlClient.part(name);
  }

  int revoke(String name) {
    desk.result(desk.api().post(path(name) + "/revoke"));
    return done("Revoked the certificate of %s; none is ordered until it is renewed.", name);
  }

  int delete(String name) {
    desk.result(desk.api().delete(path(name)));
    return done("Deleted the certificate of %s, with its key.", name);
  }

  int importPair(String name, String certificate, String key) {
    String pair = json(read(certificate), read(key));
    Json kept = desk.result(desk.api().put(path(name), pair)).at("certificate");
    String until = Moment.whole(kept.at("notAfter"));
    String shown = "Imported the certificate of %s; it expires %s (" + until + ").";
    if (!desk.asJson()) {
      desk.screen().line(shown.formatted(name, Moment.text(kept.at("notAfter"), desk.now())));
    }
    return 0;
  }

  private int done(String text, String name) {
    if (!desk.asJson()) {
      desk.screen().line(text.formatted(name));
    }
    return 0;
  }

  private static String read(String file) {
    try {
      Path path = Path.of(file);
      if (Files.size(path) > LARGEST) {
        throw new CommandFailed("%s is too large for a PEM file".formatted(file));
      }
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      throw new CommandFailed("there is no file %s".formatted(file), e);
    } catch (AccessDeniedException e) {
      throw new CommandFailed("you may not read %s".formatted(file), e);
    } catch (IOException e) {
      throw new CommandFailed("%s can't be read as a PEM file: %s".formatted(file, e), e);
    }
  }

  private static String json(String certificate, String key) {
    return JsonText.of(
        json -> {
          json.writeStartObject();
          json.writeStringField("certificate", certificate);
          json.writeStringField("key", key);
          json.writeEndObject();
        });
  }
}
