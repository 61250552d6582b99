// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IRewardLedgerErrors
/// @notice Every refusal of the ledger, with the facts compared, in the order compared. `least` and `most` are
/// inclusive. An arithmetic overflow (`Panic`, `SafeCastOverflowedUintDowncast`) or a reentrant call
/// (`ReentrancyGuardReentrantCall`) is refused too; no ordinary call meets one.
interface IRewardLedgerErrors {
    /*//////////////////////////////////////////////////////////////
                               DEPLOYMENT
    //////////////////////////////////////////////////////////////*/

    error RewardLedger_TokenDecimalsOutOfBounds(uint8 decimals, uint8 least, uint8 most);
    error RewardLedger_NoticeOutOfBounds(uint256 noticeSeconds, uint256 least, uint256 most);
    error RewardLedger_RequestWindowOutOfBounds(uint256 windowSeconds, uint256 least, uint256 most);

    /*//////////////////////////////////////////////////////////////
                                 POOLS
    //////////////////////////////////////////////////////////////*/

    error RewardLedger_ZeroAddress();
    error RewardLedger_ForbiddenAddress(address given);
    error RewardLedger_PoolUnknown(uint32 pool);
    error RewardLedger_NotPoolOwner(address caller, address owner);
    error RewardLedger_NotPendingOwner(address caller, address pendingOwner);
    error RewardLedger_OwnerNotExpected(address owner, address expected);
    error RewardLedger_OrderSignerIsOwner(address given);
    error RewardLedger_HoldOutOfBounds(uint256 holdSeconds, uint256 least, uint256 most);
    error RewardLedger_RewardCapOutOfBounds(uint256 micros, uint256 most);
    error RewardLedger_RateZero();
    error RewardLedger_DepositZero();
    error RewardLedger_DepositNotWholeMicros(uint256 rawAmount, uint256 scale);
    error RewardLedger_AmountTooLarge(uint256 micros, uint256 most);
    error RewardLedger_NoRequest(uint32 pool);
    error RewardLedger_NoticeNotOver(uint256 readyAt, uint256 now_);
    error RewardLedger_RequestExpired(uint256 expiresAt, uint256 now_);

    /*//////////////////////////////////////////////////////////////
                                BATCHES
    //////////////////////////////////////////////////////////////*/

    error RewardLedger_SeqNotNext(uint32 given, uint32 next);
    error RewardLedger_DeadlinePassed(uint256 deadline, uint256 now_);
    /// @param recovered Zero when the signature is not 65 bytes of a valid low-s ECDSA signature.
    error RewardLedger_SignatureInvalid(address recovered, address orderSigner);
    error RewardLedger_RecordsEmpty();
    /// @param offset Where the group or record that does not fit begins.
    error RewardLedger_RecordsTruncated(uint256 offset, uint256 length);
    error RewardLedger_PayeesNotAscending(address given, address previous);
    error RewardLedger_PayeeForbidden(address payee);
    error RewardLedger_CountZero(address payee);
    error RewardLedger_TagsNotAscending(bytes6 given, bytes6 previous);
    error RewardLedger_RewardZero(address payee, bytes6 tag);
    error RewardLedger_RewardOverCap(uint256 micros, uint256 cap);
    error RewardLedger_TooManyPayees(uint256 most);
    error RewardLedger_AvailableExceeded(uint256 micros, uint256 available);
    error RewardLedger_RateExceeded(uint256 micros, uint256 level);
    error RewardLedger_BatchUnknown(uint32 pool, uint32 seq);
    error RewardLedger_BatchNotOpen(uint32 pool, uint32 seq);
    error RewardLedger_BatchMatured(uint256 maturesAt, uint256 now_);
    error RewardLedger_BatchNotMatured(uint256 maturesAt, uint256 now_);
    error RewardLedger_BatchHashMismatch(uint32 pool, uint32 seq, bytes27 given, bytes27 stored);
    error RewardLedger_ReductionsEmpty();
    error RewardLedger_ReductionsMalformed(uint256 length);
    /// @param position Which reduction, counted from 0.
    error RewardLedger_ReductionsNotAscending(uint256 position);
    error RewardLedger_ReductionZero(uint256 position);
    error RewardLedger_ReductionIndexUnknown(uint256 index, uint256 payees);
    /// @param sum What the net list still holds for the payee when this reduction is taken.
    error RewardLedger_ReductionExceedsSum(uint256 micros, uint256 sum);

    /*//////////////////////////////////////////////////////////////
                                PAYOUTS
    //////////////////////////////////////////////////////////////*/

    error RewardLedger_PayeeListMalformed(uint256 length);
    error RewardLedger_NetListMalformed(uint256 length);
    error RewardLedger_PayeeIndexUnknown(uint256 index, uint256 payees);
    error RewardLedger_GasTooLow(uint256 left, uint256 needed);
    error RewardLedger_TransferFailed(address to, uint256 rawAmount);
    error RewardLedger_OwedExceeded(uint256 micros, uint256 owed);
    error RewardLedger_AmountZero();
    /// @dev Neither an ECDSA signature of the payee nor accepted by ERC-1271 at its address; a used nonce ends here too.
    error RewardLedger_PayeeSignatureInvalid(address payee);
    error RewardLedger_MinimumPayoutOutOfBounds(uint256 micros, uint256 least, uint256 most);
}
