package dev.reveille.activity;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one project's use, as of the moment it was asked for.
 *
 * @param last when it was used last: now, while a request is open
 * @param by what used it, for people: {@code a request}, {@code was started}
 * @param open requests that are open now, as downloads and WebSockets are for long
 * @param quiet open requests that do not count as use
 * @param requests how many there were, those that do not count left out
 * @param known false when nothing but the first sight of the project was ever recorded, so that
 *     {@code last} says nothing of how long it has been unused
 * @param keptAwakeUntil until when an administrator keeps it from sleeping; never in the past
 */
public record Use(
    Instant last,
    String by,
    int open,
    int quiet,
    long requests,
    boolean known,
    Optional<Instant> keptAwakeUntil) {}
