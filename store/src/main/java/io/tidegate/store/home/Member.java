package io.tidegate.store.home;

import java.util.UUID;

/**
 * One instance, as it said itself.
 *
 * @param instance another one for each start of a process
 * @param name for people, in [1, 100] characters
 * @param address {@code host:port} where other instances reach it, empty for none
 * @param http {@code host:port} where it serves HTTP, empty for none
 * @param role what it does, one word
 * @param version of its program
 * @param sequence of the last record that it has applied
 * @param ageMs how long ago it said so, by the home's clock; 0 in what is being said
 */
public record Member(
    UUID instance,
    String name,
    String address,
    String http,
    String role,
    String version,
    long sequence,
    long ageMs) {}
