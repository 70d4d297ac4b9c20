package peer;

import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Design a: everybody waits for the lock of the offer's row. */
@Service
@ConditionalOnProperty(name = "coupon.mode", havingValue = "pessimistic")
public class PessimisticDesk implements ClaimDesk {
  private final Offers offers;
  private final Claims claims;

  PessimisticDesk(Offers offers, Claims claims) {
    this.offers = offers;
    this.claims = claims;
  }

  @Override
  @Transactional
  public ClaimState claim(long offerId, long user) {
    Optional<Offer> offer = offers.findLocked(offerId);
    if (offer.isEmpty()) return ClaimState.UNKNOWN;
    if (claims.existsByOfferIdAndUserId(offerId, user)) return ClaimState.DUPLICATE;
    if (!offer.get().take()) return ClaimState.SOLD_OUT;
    claims.save(new Claim(offerId, user));
    return ClaimState.ISSUED;
  }

  @Override
  @Transactional(readOnly = true)
  public ClaimState status(long offer, long user) {
    return claims.existsByOfferIdAndUserId(offer, user) ? ClaimState.ISSUED : ClaimState.UNKNOWN;
  }
}
