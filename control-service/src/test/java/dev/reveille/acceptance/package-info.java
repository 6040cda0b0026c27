/**
 * The whole product as people run it: a real engine, the real gateway, the packaged control
 * service, and visitors. Each test is a behaviour that somebody counts on.
 */
@NullMarked
package dev.reveille.acceptance;

import org.jspecify.annotations.NullMarked;
