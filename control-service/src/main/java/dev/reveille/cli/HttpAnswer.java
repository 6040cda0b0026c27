package dev.reveille.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Reads an HTTP/1.1 answer that ended with its connection (RFC 9112). */
final class HttpAnswer {
  private static final String STATUS_LINE = "HTTP/1.1 ";
  private static final String HEAD_END = "\r\n\r\n";
  private static final String LENGTH = "\r\ncontent-length:";

  private HttpAnswer() {}

  /** Empty for what is no whole answer with JSON or nothing in it. */
  static Optional<Answer> read(byte[] received) {
    String text = new String(received, StandardCharsets.ISO_8859_1);
    int headEnd = text.indexOf(HEAD_END);
    if (headEnd < 0 || !text.startsWith(STATUS_LINE)) {
      return Optional.empty();
    }
    String head = text.substring(0, headEnd).toLowerCase(Locale.ROOT);
    byte[] body = Arrays.copyOfRange(received, headEnd + HEAD_END.length(), received.length);
    try {
      int status = Integer.parseInt(head, STATUS_LINE.length(), STATUS_LINE.length() + 3, 10);
      return length(head) == body.length ? Optional.of(answer(status, body)) : Optional.empty();
    } catch (IndexOutOfBoundsException | NumberFormatException | IOException _) {
      return Optional.empty();
    }
  }

  private static Answer answer(int status, byte[] body) throws IOException {
    return new Answer(status, Json.read(body), new String(body, StandardCharsets.UTF_8));
  }

  /** The control service tells the length of all that these commands ask for. */
  private static int length(String head) {
    int start = head.indexOf(LENGTH);
    if (start < 0) {
      return 0;
    }
    int end = head.indexOf("\r\n", start + LENGTH.length());
    return Integer.parseInt(
        head.substring(start + LENGTH.length(), end < 0 ? head.length() : end).strip());
  }
}
