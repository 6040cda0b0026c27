package dev.reveille.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reveille.concurrent.Threads;
import dev.reveille.testing.Eventually;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Visitors who load one host over and over, each time with a handshake of its own in which nothing
 * but the CA's certificate is accepted, and expect 200.
 */
final class FreshVisits implements AutoCloseable {
  private static final int VISITORS = 2;

  private final Proxy proxy;
  private final String rootPem;
  private final String host;
  private final Set<String> serials = new ConcurrentSkipListSet<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final AtomicInteger visits = new AtomicInteger();
  private final ExecutorService threads = Threads.perTask("fresh-visits");
  private volatile boolean ended;

  private FreshVisits(Proxy proxy, String rootPem, String host) {
    this.proxy = proxy;
    this.rootPem = rootPem;
    this.host = host;
  }

  /** Of a host that runs and has its certificate. */
  static FreshVisits of(Proxy proxy, String rootPem, String host) {
    FreshVisits visits = new FreshVisits(proxy, rootPem, host);
    for (int i = 0; i < VISITORS; i++) {
      visits.threads.execute(visits::visit);
    }
    return visits;
  }

  /** Waits for so many more visits, and for the time that they take. */
  void awaitMore(int count) {
    int before = visits.get();
    Eventually.passes(() -> assertThat(visits.get()).isGreaterThan(before + count));
  }

  /** Serial numbers of all certificates that were shown. */
  Set<String> serials() {
    return serials;
  }

  /** What went otherwise than it should, and how. */
  List<String> failures() {
    return failures;
  }

  @Override
  public void close() {
    ended = true;
    threads.close();
  }

  private void visit() {
    while (!ended) {
      try (Visitor visitor = Visitor.trusting(proxy, rootPem)) {
        HttpResponse<String> answer = visitor.send(visitor.secureRequest(host, "/"));
        serials.add(serial(answer.sslSession().orElseThrow()));
        if (answer.statusCode() != 200) {
          failures.add(answer.statusCode() + " " + answer.body());
        }
      } catch (RuntimeException | SSLPeerUnverifiedException e) {
        failures.add(e.toString());
      }
      visits.incrementAndGet();
    }
  }

  private static String serial(SSLSession session) throws SSLPeerUnverifiedException {
    X509Certificate leaf = (X509Certificate) session.getPeerCertificates()[0];
    return leaf.getSerialNumber().toString(16);
  }
}
