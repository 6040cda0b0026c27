package dev.reveille.project;

/**
 * Something that a person should mend in a project: a label that can't be read, a host claimed
 * twice.
 *
 * @param project the project's name
 * @param container the container's name
 * @param text what is wrong and what follows from it, a sentence without a full stop
 */
public record Problem(String project, String container, String text) {}
