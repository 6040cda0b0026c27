package dev.reveille.doctor;

import dev.reveille.project.EngineException;
import dev.reveille.project.EngineIdentity;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Whether the engine answers, as what, and what time it has. */
public final class EngineCheck {
  private static final String SUBJECT = "engine";

  private EngineCheck() {}

  /**
   * The check.
   *
   * @param identity asks the engine; throws {@link EngineException}
   */
  public static Check of(Supplier<EngineIdentity> identity, InstantSource clock) {
    return new Check(SUBJECT, () -> look(identity, clock));
  }

  private static List<Finding> look(Supplier<EngineIdentity> identity, InstantSource clock) {
    EngineIdentity engine;
    try {
      engine = identity.get();
    } catch (EngineException e) {
      String advice =
          "start it, or set DOCKER_HOST; the control service's user has to be allowed to use the"
              + " socket";
      return List.of(Finding.fail(SUBJECT, String.valueOf(e.getMessage()), advice));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok(
            SUBJECT, "answers: %s, API %s".formatted(engine.software(), engine.apiVersion())));
    ClockSkew.finding("the engine", engine.date(), clock.instant()).ifPresent(findings::add);
    return findings;
  }
}
