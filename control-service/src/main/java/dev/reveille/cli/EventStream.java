package dev.reveille.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a stream of server-sent events (WHATWG HTML, section 9.2), as the control service writes.
 */
final class EventStream {
  private static final String EVENT = "event:";
  private static final String DATA = "data:";

  private final InputStream in;

  /** Hears of one event after the other. */
  @FunctionalInterface
  interface Listener {
    /**
     * An event came.
     *
     * @param data JSON
     * @return whether to go on
     */
    boolean hear(String event, String data) throws IOException;
  }

  private EventStream(InputStream in) {
    this.in = in;
  }

  /**
   * Returns when it ends.
   *
   * @return the answer, where it is another one than a stream
   */
  static Optional<Answer> read(InputStream in, Listener listener) throws IOException {
    EventStream stream = new EventStream(in);
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    boolean isChunked = false;
    boolean isStream = false;
    for (String line = stream.line(); !line.isEmpty(); line = stream.line()) {
      String lower = line.toLowerCase(Locale.ROOT);
      isStream |= lower.startsWith("content-type: text/event-stream");
      isChunked |= lower.startsWith("transfer-encoding: chunked");
      head.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
    if (isStream) {
      new EventStream(isChunked ? new Chunks(in) : in).listen(listener);
      return Optional.empty();
    }
    head.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
    head.write(in.readAllBytes());
    return Optional.of(
        HttpAnswer.read(head.toByteArray())
            .orElseThrow(() -> new IOException("what answers there is no control service")));
  }

  private void listen(Listener listener) throws IOException {
    String event = "";
    StringBuilder data = new StringBuilder();
    while (true) {
      Optional<String> line = lineOrEnd();
      if (line.isEmpty()) {
        return;
      }
      String text = line.get();
      if (text.startsWith(EVENT)) {
        event = text.substring(EVENT.length()).strip();
      } else if (text.startsWith(DATA)) {
        data.append(text.substring(DATA.length()).strip());
      } else if (text.isEmpty() && !data.isEmpty()) {
        if (!listener.hear(event, data.toString())) {
          return;
        }
        event = "";
        data.setLength(0);
      }
    }
  }

  private String line() throws IOException {
    return lineOrEnd().orElse("");
  }

  /** Without its end; empty at the end of the stream. */
  private Optional<String> lineOrEnd() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return Optional.empty();
    }
    while (next >= 0 && next != '\n') {
      if (next != '\r') {
        line.write(next);
      }
      next = in.read();
    }
    return Optional.of(line.toString(StandardCharsets.UTF_8));
  }

  /** The bytes of a body that is sent in chunks (RFC 9112, section 7.1). */
  private static final class Chunks extends InputStream {
    private final InputStream in;
    private final EventStream lines;
    private int left;

    Chunks(InputStream in) {
      this.in = in;
      this.lines = new EventStream(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left == 0) {
        String size = lines.line();
        left = Integer.parseInt(size.isEmpty() ? lines.line() : size, 16);
      }
      int count = left == 0 ? -1 : in.read(buffer, offset, Math.min(left, length));
      left -= Math.max(0, count);
      return count;
    }
  }
}
