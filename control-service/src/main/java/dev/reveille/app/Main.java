package dev.reveille.app;

import dev.reveille.api.CannotListen;
import dev.reveille.api.Release;
import dev.reveille.config.Config;
import dev.reveille.config.WrongSettings;
import dev.reveille.store.StateUnusable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the control service until it is told to stop. */
public final class Main {
  private static final Logger log = LoggerFactory.getLogger(Main.class);

  private Main() {}

  /**
   * Takes no arguments; settings come from the environment. Exits with 2 when they can't be used.
   */
  public static void main(String[] arguments) {
    try {
      run(Config.fromEnvironment(System.getenv()));
    } catch (WrongSettings | StateUnusable | CannotListen e) {
      System.err.println(e.getMessage()); // as it stands: it has several lines
      System.exit(2);
    }
  }

  private static void run(Config config) {
    if (config.monitoring().jsonLog()) {
      LogSetup.writeJson();
    }
    if (config.debugLog()) {
      LogSetup.showDebug();
    }
    Wiring wiring = new Wiring(config);
    Runtime.getRuntime().addShutdownHook(new Thread(wiring::close, "stop"));
    wiring.start();
    log.info(
        "Control service listens host={} port={} version={}",
        config.server().host(),
        wiring.port(),
        Release.version());
  }
}
