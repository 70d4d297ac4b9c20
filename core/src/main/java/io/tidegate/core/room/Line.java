package io.tidegate.core.room;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * People in line, by consecutive numbers: who is next, and how many people stand before a number.
 *
 * <p>One bit for each number says whether that person still waits; a Fenwick tree (Fenwick 1994)
 * over words of 64 bits counts the bits, so {@link #ahead} is exact and O(log n). A million people
 * take about 5 MB, mostly for the ticket row of each number. These rows lie in pages, and a page is
 * freed when the last person on it has left. So millions of people who came and left while somebody
 * before them still waits cost a fifth of a byte each. Not thread-safe.
 */
public final class Line {

  private static final int WORD = 6;
  private static final int PAGE = 10;
  private static final int PAGE_WORDS = 1 << (PAGE - WORD);
  private static final int PAGE_MASK = (1 << PAGE) - 1;

  private long base; // number of bit 0, where a page begins
  private long end; // one past the highest number seen
  private long[] bits = new long[PAGE_WORDS];
  private int[] tree = new int[PAGE_WORDS + 1];
  private int[] @Nullable [] tickets = new int[1][];
  private int firstWord;
  private int size;

  /** People in line. */
  public int size() {
    return size;
  }

  /** Puts a ticket at a number, which is free. */
  public void add(long number, int ticket) {
    if (number >= end) extend(number);
    int at = (int) (number - base);
    bits[at >>> WORD] |= 1L << at;
    page(at >>> PAGE)[at & PAGE_MASK] = ticket;
    firstWord = size == 0 ? at >>> WORD : Math.min(firstWord, at >>> WORD);
    count(at >>> WORD, 1);
    size++;
  }

  /** Takes a number out, whoever stands there. */
  public void remove(long number) {
    int at = (int) (number - base);
    if (number < base || number >= end || (bits[at >>> WORD] & 1L << at) == 0) {
      throw new IllegalStateException("nobody waits at " + number);
    }
    bits[at >>> WORD] &= ~(1L << at);
    count(at >>> WORD, -1);
    // Where newcomers arrive the page stays, empty or not: most of them are called at once.
    if (at >>> PAGE != pageOf(end - 1)) letGo(at >>> PAGE);
    size--;
    if (size == 0) firstWord = at >>> WORD;
    while (size > 0 && bits[firstWord] == 0) firstWord++;
  }

  /** People who stand before this number. */
  public int ahead(long number) {
    if (number <= base) return 0;
    int at = (int) (Math.min(number, end) - base);
    int sum = (at & 63) == 0 ? 0 : Long.bitCount(bits[at >>> WORD] & (1L << at) - 1);
    for (int node = at >>> WORD; node > 0; node -= node & -node) sum += tree[node];
    return sum;
  }

  /** The ticket row of who is next; somebody must wait. */
  public int firstTicket() {
    if (size == 0) throw new IllegalStateException("nobody waits");
    int at = (firstWord << WORD) + Long.numberOfTrailingZeros(bits[firstWord]);
    return page(at >>> PAGE)[at & PAGE_MASK];
  }

  /** The ticket row of who stands at a number, or {@link TicketTable#NONE}. */
  int ticketAt(long number) {
    int at = (int) (number - base);
    return number < base || number >= end || (bits[at >>> WORD] & 1L << at) == 0
        ? TicketTable.NONE
        : page(at >>> PAGE)[at & PAGE_MASK];
  }

  /** The numbers of those in line, ascending. */
  long[] numbers() {
    long[] numbers = new long[size];
    int found = 0;
    for (int word = firstWord; found < size; word++)
      for (long left = bits[word]; left != 0; left &= left - 1)
        numbers[found++] = base + ((long) word << WORD) + Long.numberOfTrailingZeros(left);
    return numbers;
  }

  private int[] page(int page) {
    int[] rows = tickets[page];
    if (rows != null) return rows;
    int[] fresh = new int[1 << PAGE];
    tickets[page] = fresh;
    return fresh;
  }

  private int pageOf(long number) {
    return (int) ((number - base) >>> PAGE);
  }

  /** Lets go of a page in which nobody stands. */
  private void letGo(int page) {
    for (int word = page * PAGE_WORDS; word < (page + 1) * PAGE_WORDS; word++)
      if (bits[word] != 0) return;
    tickets[page] = null;
  }

  /**
   * Before an empty line is filled in any order by {@link #put}: widens what it will cover, down to
   * {@code number}.
   */
  void cover(long number, long last) {
    if (size != 0) throw new IllegalStateException("the line is in use");
    long lowest = end == 0 ? number : Math.min(base, number);
    end = last + 1;
    base = pageStart(lowest);
    int words = Integer.highestOneBit(Math.toIntExact(((last - base) >>> WORD) + PAGE_WORDS)) * 2;
    if (words <= bits.length) return;
    bits = new long[words];
    tickets = new int[words / PAGE_WORDS][];
    tree = new int[words + 1];
  }

  /** Puts a ticket at a number that is covered and free, uncounted until {@link #countAll}. */
  void put(long number, int ticket) {
    int at = (int) (number - base);
    bits[at >>> WORD] |= 1L << at;
    page(at >>> PAGE)[at & PAGE_MASK] = ticket;
  }

  /** Counts everybody at once, for much less than counting each. */
  void countAll() {
    size = 0;
    for (long word : bits) size += Long.bitCount(word);
    firstWord = 0;
    while (size > 0 && bits[firstWord] == 0) firstWord++;
    growTree(bits.length);
  }

  private void count(int word, int delta) {
    for (int node = word + 1; node < tree.length; node += node & -node) tree[node] += delta;
  }

  /**
   * Makes room for a number beyond the end: drops the empty front first, doubles if that is not
   * enough.
   */
  private void extend(long number) {
    if (size == 0) restart(number);
    else if (pageOf(number) != pageOf(end - 1)) letGo(pageOf(end - 1));
    if (number - base >= (long) bits.length << WORD) rebase(number);
    end = number + 1;
  }

  private void restart(long number) {
    base = pageStart(number);
    firstWord = 0;
  }

  private static long pageStart(long number) {
    return number & ~(long) PAGE_MASK;
  }

  private void rebase(long number) {
    int drop = firstWord / PAGE_WORDS * PAGE_WORDS;
    int words = Math.toIntExact(((number - base) >>> WORD) + 1 - drop);
    int length = words > bits.length / 2 ? bits.length * 2 : bits.length;
    while (length < words) length *= 2;
    bits = Arrays.copyOf(Arrays.copyOfRange(bits, drop, bits.length), length);
    int[][] kept = Arrays.copyOfRange(tickets, drop / PAGE_WORDS, tickets.length);
    tickets = Arrays.copyOf(kept, length / PAGE_WORDS);
    base += (long) drop << WORD;
    firstWord -= drop;
    growTree(length);
  }

  /** A new tree over all words, each node handed on to the next above it: O(n). */
  private void growTree(int length) {
    tree = new int[length + 1];
    for (int node = 1; node <= length; node++) {
      tree[node] += Long.bitCount(bits[node - 1]);
      int parent = node + (node & -node);
      if (parent <= length) tree[parent] += tree[node];
    }
  }
}
