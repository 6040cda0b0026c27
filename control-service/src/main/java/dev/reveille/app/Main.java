package dev.reveille.app;

import dev.reveille.config.Config;
import dev.reveille.config.WrongSettings;
import dev.reveille.store.StateUnusable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the control service until it is told to stop. */
public final class Main {
  private static final Logger log = LoggerFactory.getLogger(Main.class);

  private Main() {}

  /** Takes no arguments; settings come from the environment. Exits with 2 when they are wrong. */
  public static void main(String[] arguments) {
    try {
      Config config = Config.fromEnvironment(System.getenv());
      Wiring wiring = new Wiring(config);
      Runtime.getRuntime().addShutdownHook(new Thread(wiring::close, "stop"));
      wiring.start();
      log.info(
          "Control service listens address={}",
          config.server().host() + ":" + config.server().port());
    } catch (WrongSettings | StateUnusable e) {
      log.error("{}", e.getMessage());
      System.exit(2);
    }
  }
}
