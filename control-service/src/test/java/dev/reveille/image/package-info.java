/**
 * The container image as people run it: {@code docker run} with different powers, the predecessor's
 * behaviours, and what happens when a part of it dies.
 */
@NullMarked
package dev.reveille.image;

import org.jspecify.annotations.NullMarked;
