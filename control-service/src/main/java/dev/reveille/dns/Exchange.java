package dev.reveille.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/**
 * One message to a name server, and its answer, over UDP and TCP (RFC 1035, section 4.2). Nothing
 * is kept between two of them; thread safe.
 */
final class Exchange {
  private static final Duration TRY = Duration.ofSeconds(2);
  private static final int UDP_TRIES = 2;

  /** Over all tries and both transports. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** An answer as it came, for whoever checks its signature. */
  static final class Answer {
    private final Message message;
    private final byte[] bytes;

    private Answer(Message message, byte[] bytes) {
      this.message = message;
      this.bytes = bytes;
    }

    Message message() {
      return message;
    }

    /** What a signature is about. */
    byte[] bytes() {
      return bytes;
    }
  }

  /** Asks over UDP, and again over TCP when the answer is too long for that. */
  Answer ask(DnsServer server, Message question) throws IOException {
    return limited(server, () -> overUdpThenTcp(server.address(), question));
  }

  /**
   * Sends over TCP, where a message arrives once or not at all; over UDP if nobody listens there.
   */
  Answer send(DnsServer server, Message update) throws IOException {
    return limited(server, () -> overTcpElseUdp(server.address(), update));
  }

  private static Answer limited(DnsServer server, InTime.Work<Answer> work) throws IOException {
    try {
      return InTime.call(LIMIT, work);
    } catch (IOException e) {
      throw asSeen(server, e);
    }
  }

  private static IOException asSeen(DnsServer server, IOException cause) {
    return switch (cause) {
      case PortUnreachableException e -> new IOException(server + " refuses connections", e);
      case ConnectException e -> new IOException(server + " refuses connections", e);
      case SocketTimeoutException e -> new IOException(server + " did not answer in time", e);
      default ->
          new IOException("%s could not be asked: %s".formatted(server, cause.getMessage()), cause);
    };
  }

  private static Answer overUdpThenTcp(InetSocketAddress address, Message question)
      throws IOException {
    Answer answer = overUdp(address, question);
    return answer.message().getHeader().getFlag(Flags.TC) ? overTcp(address, question) : answer;
  }

  private static Answer overTcpElseUdp(InetSocketAddress address, Message update)
      throws IOException {
    try {
      return overTcp(address, update);
    } catch (ConnectException _) {
      return overUdp(address, update);
    }
  }

  private static Answer overUdp(InetSocketAddress address, Message question) throws IOException {
    for (int tries = 1; true; tries++) {
      try {
        return overUdpOnce(address, question);
      } catch (SocketTimeoutException e) {
        if (tries == UDP_TRIES) {
          throw e;
        }
      }
    }
  }

  private static Answer overUdpOnce(InetSocketAddress address, Message question)
      throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      // Connected, so that only this server's packets come in, and so does the news of a closed
      // port.
      socket.connect(address);
      socket.setSoTimeout((int) TRY.toMillis());
      byte[] out = question.toWire();
      socket.send(new DatagramPacket(out, out.length));
      while (true) {
        DatagramPacket in = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(in);
        Optional<Answer> answer = answer(question, Arrays.copyOf(in.getData(), in.getLength()));
        if (answer.isPresent()) {
          return answer.get();
        }
      }
    }
  }

  private static Answer overTcp(InetSocketAddress address, Message question) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(address, (int) TRY.toMillis());
      socket.setSoTimeout((int) LIMIT.toMillis());
      byte[] message = question.toWire();
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      // In one packet: some servers can't take the length on its own (RFC 7766, section 8).
      byte[] framed = new byte[message.length + 2];
      framed[0] = (byte) (message.length >> 8);
      framed[1] = (byte) message.length;
      System.arraycopy(message, 0, framed, 2, message.length);
      out.write(framed);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] bytes = new byte[in.readUnsignedShort()];
      in.readFully(bytes);
      return answer(question, bytes).orElseThrow(() -> new IOException("answered something else"));
    }
  }

  /** Empty when it is the answer to another question, a late or a forged one. */
  private static Optional<Answer> answer(Message question, byte[] bytes) throws IOException {
    Message message = new Message(bytes);
    boolean fits =
        message.getHeader().getID() == question.getHeader().getID()
            && message.getHeader().getFlag(Flags.QR)
            // An error may come without the question.
            && (message.getQuestion() == null
                || message.getQuestion().equals(question.getQuestion()));
    return fits ? Optional.of(new Answer(message, bytes)) : Optional.empty();
  }
}
