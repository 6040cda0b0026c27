package dev.reveille.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import org.junit.jupiter.api.Test;

class LogSetupTest {
  private final LoggerContext context = new LoggerContext();

  @Test
  void isFoundByLogbackAndLogsWhatChangesOfOursAndOnlyTroubleOfOthers() throws JoranException {
    new ContextInitializer(context).autoConfig();

    assertThat(context.getLogger("dev.reveille.wake.Wakes").isInfoEnabled()).isTrue();
    assertThat(context.getLogger("dev.reveille.wake.Wakes").isDebugEnabled()).isFalse();
    assertThat(context.getLogger("io.undertow").isInfoEnabled()).isFalse();
    assertThat(context.getLogger("org.xnio.nio").isWarnEnabled()).isTrue();
  }

  @Test
  void logsEveryStepOfOursWhenAsked() {
    new LogSetup().configure(context);

    LogSetup.showDebug(context);

    assertThat(context.getLogger("dev.reveille.wake.Wakes").isDebugEnabled()).isTrue();
    assertThat(context.getLogger("io.undertow").isInfoEnabled()).isFalse();
  }
}
