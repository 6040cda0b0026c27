package dev.reveille.api;

import io.undertow.server.HttpHandler;

/**
 * {@code GET /v1/dashboard/events}: everything that the dashboard shows, as server-sent events:
 * {@code whole} at first, then a {@code change} where something changes.
 */
final class DashboardCall {
  private static final int VIEWERS = 50;

  private final DashboardFeed feed;
  private final Sessions sessions;

  DashboardCall(DashboardFeed feed, Sessions sessions) {
    this.feed = feed;
    this.sessions = sessions;
  }

  HttpHandler handler() {
    HttpHandler stream = Follower.handler(this::connected);
    return exchange -> {
      if (feed.watchers() < VIEWERS) {
        stream.handleRequest(exchange);
      } else {
        String detail = "%d watch the dashboard already".formatted(VIEWERS);
        Reply.problem(exchange, ProblemDocument.of(ProblemType.TOO_MANY_VIEWERS, detail));
      }
    };
  }

  private void connected(Follower follower) {
    Stream viewer = new Stream(follower, sessions);
    feed.follow(viewer);
    follower.onEnd(() -> feed.leave(viewer));
  }

  /** One browser's connection. */
  private record Stream(Follower follower, Sessions sessions) implements DashboardFeed.Viewer {
    @Override
    public void begin(DashboardWire whole) {
      follower.send("whole", whole);
    }

    @Override
    public void change(DashboardWire change) {
      follower.send("change", change);
    }

    @Override
    public boolean stays() {
      boolean stays =
          TokenGate.session(follower.exchange())
              .map(session -> sessions.use(session).isPresent())
              .orElse(true);
      if (!stays) {
        follower.end();
      }
      return stays;
    }
  }
}
