package io.tidegate.app.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Makes texts from rules: {@code [rule]} with an alternative a line, in which {@code {rule}} stands
 * for an alternative of another one. Like a deck of cards, a rule deals all its alternatives before
 * one comes again. Behind a Korean word, {@code (을/를)} becomes the particle that fits its last
 * sound. Same seed, same texts. Not thread-safe.
 */
final class Grammar {

  private static final char FIRST_SYLLABLE = '가';
  private static final char LAST_SYLLABLE = '힣';
  private static final int FINALS = 28;
  private static final int FINAL_RIEUL = 8;
  private static final int TRIES = 1_000;

  private final Map<String, List<String>> rules = new HashMap<>();
  private final Map<String, List<String>> decks = new HashMap<>();
  private final Set<String> given = new HashSet<>();
  private final Random random;
  private double bits;

  private Grammar(long seed) {
    random = new Random(seed);
  }

  /** Reads the rules from a resource beside this class. */
  static Grammar of(String resource, long seed) {
    Grammar grammar = new Grammar(seed);
    List<String> rule = new ArrayList<>();
    for (String line : read(resource).split("\n", -1)) {
      if (line.startsWith("[")) {
        rule = new ArrayList<>();
        grammar.rules.put(line.substring(1, line.indexOf(']')), rule);
      } else if (!line.isBlank()) {
        rule.add(line);
      }
    }
    return grammar;
  }

  private static String read(String resource) {
    try (InputStream in = Grammar.class.getResourceAsStream(resource)) {
      if (in == null) throw new IllegalStateException("no " + resource + " in the program");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A text of this rule; English sentences begin with a capital. */
  String text(String rule) {
    String text = fitted(filled(next(rule)));
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /**
   * A text of this rule that was not given before.
   *
   * @throws IllegalStateException if the rule has nothing more to say
   */
  String newText(String rule) {
    for (int i = 0; i < TRIES; i++) {
      String text = text(rule);
      if (given.add(text)) return text;
    }
    throw new IllegalStateException("rule " + rule + " repeats itself");
  }

  /** A number in [{@code least}, {@code most}]. */
  int number(int least, int most) {
    bits += log2(most - least + 1);
    return random.nextInt(least, most + 1);
  }

  /**
   * How much was left to chance so far: what a reader who knows the rules would have to be told.
   */
  double bits() {
    return bits;
  }

  private String next(String rule) {
    List<String> deck = decks.computeIfAbsent(rule, _ -> new ArrayList<>());
    if (deck.isEmpty()) {
      List<String> all = rules.get(rule);
      if (all == null) throw new IllegalStateException("no rule " + rule);
      deck.addAll(all);
      Collections.shuffle(deck, random);
    }
    bits += log2(deck.size());
    return deck.removeLast();
  }

  private static double log2(int choices) {
    return Math.log(choices) / Math.log(2);
  }

  private String filled(String pattern) {
    int open = pattern.indexOf('{');
    if (open < 0) return pattern;
    int close = pattern.indexOf('}', open);
    String word = filled(next(pattern.substring(open + 1, close)));
    return pattern.substring(0, open) + word + filled(pattern.substring(close + 1));
  }

  /** Chooses between the particles behind consonant and vowel. */
  private static String fitted(String text) {
    int open = text.indexOf('(');
    int slash = text.indexOf('/', open);
    int close = text.indexOf(')', open);
    if (open < 1 || slash < 0 || close < slash) return text;
    String behindConsonant = text.substring(open + 1, slash);
    String behindVowel = text.substring(slash + 1, close);
    boolean consonant = endsInConsonant(text.charAt(open - 1), behindVowel.equals("로"));
    return text.substring(0, open)
        + (consonant ? behindConsonant : behindVowel)
        + fitted(text.substring(close + 1));
  }

  private static boolean endsInConsonant(char last, boolean rieulIsVowel) {
    if (last < FIRST_SYLLABLE || last > LAST_SYLLABLE) return false;
    int sound = (last - FIRST_SYLLABLE) % FINALS;
    return sound != 0 && !(rieulIsVowel && sound == FINAL_RIEUL);
  }
}
