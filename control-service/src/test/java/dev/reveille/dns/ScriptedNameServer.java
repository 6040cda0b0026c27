package dev.reveille.dns;

import dev.reveille.concurrent.Threads;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A name server in the test, over UDP and TCP: says what it was told to, and NXDOMAIN to anything
 * else. It answers for sure (AA), unless it is made to do something else.
 */
final class ScriptedNameServer implements AutoCloseable {
  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final List<Record> records = new CopyOnWriteArrayList<>();
  private final List<String> questions = new CopyOnWriteArrayList<>();
  private volatile UnaryOperator<Message> twist = UnaryOperator.identity();

  private ScriptedNameServer(InetSocketAddress address) throws IOException {
    this.tcp = new ServerSocket();
    tcp.bind(address);
    this.udp = new DatagramSocket(new InetSocketAddress(address.getAddress(), tcp.getLocalPort()));
    Threads.start("scripted-udp", this::serveUdp);
    Threads.start("scripted-tcp", this::serveTcp);
  }

  /** On 127.0.0.1 and a free port. */
  static ScriptedNameServer start() throws IOException {
    return startAt("127.0.0.1", 0);
  }

  static ScriptedNameServer startAt(String address, int port) throws IOException {
    return new ScriptedNameServer(new InetSocketAddress(InetAddress.ofLiteral(address), port));
  }

  DnsServer address() {
    return DnsServer.at(tcp.getInetAddress(), port());
  }

  int port() {
    return tcp.getLocalPort();
  }

  /** As in a zone file: {@code has("shop.test", Type.A, "127.0.0.2")}. */
  ScriptedNameServer has(String name, int type, String text) {
    try {
      records.add(Record.fromString(Names.of(name), type, DClass.IN, 60, text, Name.root));
      return this;
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  void forget(String name) {
    records.removeIf(record -> record.getName().equals(Names.of(name)));
  }

  /** Changes each answer before it is sent; null: none is. */
  ScriptedNameServer twist(UnaryOperator<Message> change) {
    twist = change;
    return this;
  }

  static UnaryOperator<Message> rcode(int rcode) {
    return answer -> {
      answer.getHeader().setRcode(rcode);
      answer.removeAllRecords(Section.ANSWER);
      return answer;
    };
  }

  /** {@code SOA shop.test} and so on, in the order of their coming. */
  List<String> questions() {
    return questions;
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }

  private void serveUdp() {
    try {
      while (true) {
        DatagramPacket in = new DatagramPacket(new byte[4096], 4096);
        udp.receive(in);
        Message answer = answer(new Message(Arrays.copyOf(in.getData(), in.getLength())));
        if (answer != null) {
          byte[] out = answer.toWire(512);
          udp.send(new DatagramPacket(out, out.length, in.getSocketAddress()));
        }
      }
    } catch (IOException _) {
      // Closed: the end.
    }
  }

  private void serveTcp() {
    try {
      while (true) {
        try (Socket socket = tcp.accept()) {
          DataInputStream in = new DataInputStream(socket.getInputStream());
          byte[] question = new byte[in.readUnsignedShort()];
          in.readFully(question);
          Message answer = answer(new Message(question));
          if (answer != null) {
            byte[] bytes = answer.toWire(Message.MAXLENGTH);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(bytes.length);
            out.write(bytes);
          }
        }
      }
    } catch (IOException _) {
      // Closed: the end.
    }
  }

  private Message answer(Message question) throws TextParseException {
    Record asked = question.getQuestion();
    questions.add(Type.string(asked.getType()) + " " + Names.text(asked.getName()));
    Message answer = new Message(question.getHeader().getID());
    answer.getHeader().setOpcode(question.getHeader().getOpcode());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.AA);
    answer.addRecord(asked, Section.QUESTION);
    List<Record> known =
        records.stream().filter(record -> record.getName().equals(asked.getName())).toList();
    known.stream()
        .filter(record -> record.getType() == asked.getType() || record.getType() == Type.CNAME)
        .forEach(record -> answer.addRecord(record, Section.ANSWER));
    answer.getHeader().setRcode(known.isEmpty() ? Rcode.NXDOMAIN : Rcode.NOERROR);
    return twist.apply(answer);
  }
}
