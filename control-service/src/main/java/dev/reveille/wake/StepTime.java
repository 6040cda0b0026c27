package dev.reveille.wake;

import java.time.Duration;

/** How long one service of a waking project stayed in a step before it got to the next. */
public record StepTime(String service, Step.State step, Duration took) {}
