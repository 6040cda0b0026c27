package dev.reveille.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** {@code certs roll-back}, {@code revoke}, {@code import} and {@code delete}. */
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

  int rollBack(String name) {
    Json before = desk.result(desk.api().post(path(name) + "/roll-back")).at("certificate");
    return done(
        "Visitors of %s get the certificate before the last; it expires %s."
            .formatted(name, expiry(before)));
  }

  int revoke(String name) {
    desk.result(desk.api().post(path(name) + "/revoke"));
    return done(
        "Revoked the certificate of %s; none is ordered until it is renewed.".formatted(name));
  }

  int delete(String name) {
    desk.result(desk.api().delete(path(name)));
    return done("Deleted the certificate of %s, with its key.".formatted(name));
  }

  int importPair(String name, String certificate, String key) {
    String pair = json(read(certificate), read(key));
    Json kept = desk.result(desk.api().put(path(name), pair)).at("certificate");
    return done("Imported the certificate of %s; it expires %s.".formatted(name, expiry(kept)));
  }

  private int done(String text) {
    if (!desk.asJson()) {
      desk.screen().line(text);
    }
    return 0;
  }

  /** {@code in 60d (2026-04-01T12:00:00Z)} */
  private String expiry(Json certificate) {
    Json end = certificate.at("notAfter");
    return "%s (%s)".formatted(Moment.text(end, desk.now()), Moment.whole(end));
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
