/** What is known of the projects' use: who asked last and when, counted by the gateways. */
@NullMarked
package dev.reveille.activity;

import org.jspecify.annotations.NullMarked;
