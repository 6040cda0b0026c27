package dev.reveille.wake;

import java.time.Instant;

/** When a service of a waking project reached a state. */
public record Moment(Instant at, String service, Step.State state) {}
