package io.tidegate.engine.view;

/**
 * A post as readers see it; it never changes.
 *
 * @param postedMs when it was made, epoch ms
 */
public record PostView(long post, String author, String title, String text, long postedMs) {}
