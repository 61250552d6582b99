// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {IRewardLedgerErrors} from "./IRewardLedgerErrors.sol";
import {IRewardLedgerEvents} from "./IRewardLedgerEvents.sol";

/// @title IRewardLedger
/// @notice Holds retailers' reward money, reserves it per sale, and pays it after the return window.
/// Nobody owns this contract: no proxy, no admin, no pause, no rescue of the reward token, no registration.
///
/// Units. Every amount called `micros` is 10⁻⁶ of the token's unit. `scale = 10^(decimals − 6)` raw token
/// units make one micro. Times are seconds; instants are seconds since 1970 by the block timestamp.
///
/// Trust. Carrying a call gives no power. What is available is the pool owner's, whoever deposited it.
/// - The order signer promises it to payees, within cap and rate, and can lower a promise until it matures. Stolen:
///   nothing is lost if the owner replaces it and vetoes within `minHoldSeconds`; else at most what was committed longer
///   ago than that, capacity + rate × (reaction − hold). Rewards that it lowered, and rate that it used up, do not come
///   back by themselves.
/// - The owner withdraws what is available after {NOTICE}, vetoes, and at once names the signer or hands the pool on.
///   Stolen: the pool, and all in it that has not matured; at the earliest after the shorter of {NOTICE} and that hold.
/// - What has matured neither can take back: anyone settles and pays it, to the payee or where the payee says. A payee's
///   key is worth what that payee is owed and will be; it cannot be replaced.
/// - The token's issuer can freeze or wipe anyone, this contract too; claims stay and wait.
/// - Tags are compared only within a payee of one batch: that no two reward one order is the signer's word.
///
/// Token assumptions. Under these the balance covers all that is available, reserved and owed (C-1), what is owed falls
/// only by what was transferred (C-6), and no call on one pool lowers what another, or its payees, have (C-10). Under any
/// other token the state machine stays intact, and nobody gains beyond what the balance is short of these.
/// - T-1: `transfer` and `transferFrom` move exactly the amount named, or fail (no fee on transfer).
/// - T-2: balances change only by transfers, mints and burns of their holder (no rebasing).
/// - T-3: `transfer` reports failure by reverting or by returning false; it never returns true without moving. One
///   that returns nothing has succeeded.
/// - T-4: `decimals()` is constant and from 6 to 36.
/// - T-5: a transfer to an ordinary address needs less than {PUSH_GAS}.
///
/// Records, as carried by {commit}, grouped by payee in strictly ascending order of address:
///
///     payee 20 B · count 1 B (≥ 1) · count × (tag 6 B · reward 5 B)
///
/// A tag is the signer's name for an order; tags ascend strictly within a payee. The top bit of a reward marks a
/// supplement to an earlier batch; the other 39 bits are micros, at least 1. The net list, built by the contract, is
///
///     payee 20 B · sum 6 B (micros)
///
/// in the same order. Reductions, as carried by {amend}, in strictly ascending order of (index, tag):
///
///     net-list index 2 B · tag 6 B · micros 5 B (≥ 1)
///
/// Batches. {commit} opens a batch and stores its maturity and the upper 216 bits of
/// keccak256(recordsHash ‖ keccak256(netList)). Until it matures it may be amended or vetoed, from then on settled; once
/// settled or vetoed it is closed for ever. Whoever calls {amend} or {veto} carries the net list as it stands. {settle}
/// carries it indexed: the payees of all its batches once, packed 20 B each in strictly ascending order, and for each
/// batch, entry by entry,
///
///     index of the payee 2 B · sum 6 B (micros)
///
/// from which the contract rebuilds the net list and its hash.
///
/// Signatures are EIP-712 under the domain `Vouchpenny RewardLedger`, version `1`, this chain and this contract. Those
/// of a pool's order signer at the time of the call are 65 bytes:
///
///     Commit(uint32 pool,uint32 seq,bytes32 recordsHash,uint40 holdSeconds,uint40 deadline,bytes32 evidenceRoot,
///            bytes32 policyHash,uint256 counts)
///     Amend(uint32 pool,uint32 seq,bytes27 batchHash,bytes32 reductionsHash,uint40 deadline)
///
/// where a hash of bytes is keccak256 and `batchHash` is the stored hash that the amendment starts from. Those of a payee
/// are ECDSA of its key or, if they are not, whatever ERC-1271 at its address accepts; so a key keeps its word also when
/// code was delegated to its address (EIP-7702):
///
///     Withdraw(address payee,address to,uint64 micros,uint64 nonce,uint40 deadline)
///     SetMinimumPayout(address payee,uint64 micros,uint64 nonce,uint40 deadline)
///
/// where `nonce` is the payee's own, see {getAccount}; one counter serves both and rises with each that is taken.
///
/// Each function names its refusals in the order in which it checks. Every function refuses to be entered again from a call
/// it makes, and views of what changes refuse to be read then. A wallet asked by ERC-1271 is asked without a limit of gas,
/// at the expense of whoever carries the signature.
interface IRewardLedger is IRewardLedgerEvents, IRewardLedgerErrors, IERC5267 {
    /*//////////////////////////////////////////////////////////////
                                 POOLS
    //////////////////////////////////////////////////////////////*/

    /// @notice Opens a pool owned by the caller, with a full rate limit and no money. Ids count up from 1.
    /// @param orderSigner Key that will sign batches; neither zero nor the caller. It must be a plain key: signatures
    /// of contracts are not recognised.
    /// @param terms Final: only the order signer can be changed later.
    /// @dev Refuses ZeroAddress, OrderSignerIsOwner, HoldOutOfBounds, RewardCapOutOfBounds, RateZero, AmountTooLarge
    /// (capacity or rate above 2⁶³ − 1). Logs `PoolOpened`.
    function openPool(address orderSigner, PoolTerms calldata terms) external returns (uint32 pool);

    /// @notice Changes the key that signs the pool's batches. Only the pool's owner.
    /// @dev Signatures of the key before it stop working at once. Refuses PoolUnknown, NotPoolOwner, ZeroAddress,
    /// OrderSignerIsOwner. Logs `OrderSignerSet`.
    function setOrderSigner(uint32 pool, address orderSigner) external;

    /// @notice Offers the pool to `newOwner`, who becomes owner by {acceptPool}; replaces an earlier offer, and zero takes
    /// it back. Only the pool's owner, who stays it until then.
    /// @dev Refuses PoolUnknown, NotPoolOwner. Logs `PoolTransferStarted`.
    function transferPool(uint32 pool, address newOwner) external;

    /// @notice Makes the caller, to whom it was offered, the pool's owner.
    /// @dev Terms, order signer, money and a standing withdrawal request stay; the request now pays the new owner, with
    /// the notice that has run. Deposits that name the owner before are refused from now on. Refuses PoolUnknown,
    /// NotPendingOwner, OrderSignerIsOwner (the caller is the pool's order signer). Logs `PoolTransferred`.
    function acceptPool(uint32 pool) external;

    /// @notice Moves `rawAmount` token units from the caller into the pool, if `expectedOwner` owns it. Anyone may.
    /// @param expectedOwner Guards a depositor against having been told a wrong pool.
    /// @dev What counts is the difference in the ledger's balance. Refuses PoolUnknown, OwnerNotExpected, whatever the token
    /// refuses, DepositZero (nothing arrived), DepositNotWholeMicros, AmountTooLarge (the ledger's whole balance would
    /// exceed 2⁶³ − 1 micros). Tokens sent to the ledger in any other way are nobody's. Logs `Deposited`.
    function deposit(uint32 pool, address expectedOwner, uint256 rawAmount) external;

    /// @notice {deposit}, with the caller's EIP-2612 permit for this contract to take `rawAmount`.
    /// @dev A permit that the token refuses is passed over, so that one which somebody carried ahead does not stop the
    /// deposit: the allowance it made is there. Whoever has allowed enough needs no valid permit. Refuses and logs as
    /// {deposit}.
    function depositWithPermit(
        uint32 pool,
        address expectedOwner,
        uint256 rawAmount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;

    /// @notice {deposit} of what an EIP-3009 authorization gives, by `receiveWithAuthorization` only. Anyone may carry it.
    /// @dev Nobody can redirect it: the token gives it to this contract alone, and its nonce is bound to the pool and
    /// the expected owner. A token without EIP-3009, or one whose nonces are not free, refuses; a wallet whose signature
    /// is not v, r and s uses {deposit}. Refuses and logs as {deposit}; `Deposited` names `authorization.from`.
    function depositWithAuthorization(
        uint32 pool,
        address expectedOwner,
        ReceiveAuthorization calldata authorization
    ) external;

    /// @notice Announces a withdrawal of `micros`; replaces an earlier announcement. 0 cancels. Only the pool's owner.
    /// @param micros May exceed what is available: {executeWithdrawal} pays what it finds then.
    /// @dev Refuses PoolUnknown, NotPoolOwner, AmountTooLarge (above 2⁶³ − 1). Logs `WithdrawalRequested`.
    function requestWithdrawal(uint32 pool, uint64 micros) external;

    /// @notice Pays min(requested, available − deposits since the request) to the pool's owner, who alone may call, from
    /// {NOTICE} after the request until before {REQUEST_WINDOW} has passed.
    /// @dev Money committed after the request counts as taken from what was there at the request. Refuses PoolUnknown,
    /// NotPoolOwner, NoRequest, NoticeNotOver, RequestExpired, AmountZero (nothing it covers is available; the request
    /// stands), TransferFailed. Logs `PoolWithdrawn`.
    /// @return micros What was paid.
    function executeWithdrawal(uint32 pool) external returns (uint64 micros);

    /*//////////////////////////////////////////////////////////////
                                BATCHES
    //////////////////////////////////////////////////////////////*/

    /// @notice Reserves the rewards of `records` until they mature. Anyone may carry it.
    /// @param seq The pool's next number, so that a batch lands once and in order.
    /// @param signature Over `Commit`, see above.
    /// @dev Checked in this order, each with its error: PoolUnknown; SeqNotNext; DeadlinePassed (after, not at, the
    /// deadline); HoldOutOfBounds (the pool's minimum, {MAX_HOLD}); SignatureInvalid; RecordsEmpty; then group by group
    /// TooManyPayees, RecordsTruncated, PayeeForbidden (zero, this contract, the token), PayeesNotAscending, CountZero,
    /// and record by record TagsNotAscending, RewardZero, RewardOverCap; last AvailableExceeded and RateExceeded. A group
    /// that ends before all its records is RecordsTruncated too, which is seen once its count is read, before the first.
    /// The rate limit is a bucket: it falls by what is committed and regains `rateMicrosPerDay` a day, rounded down at
    /// each commit, up to its capacity. Logs `Committed`.
    function commit(
        uint32 pool,
        uint32 seq,
        BatchHeader calldata header,
        bytes calldata records,
        bytes calldata signature
    ) external;

    /// @notice Lowers rewards of an open batch before it matures; the difference becomes available again. Anyone may
    /// carry it. The rate limit gets nothing back.
    /// @param reductions Each at most what the net list still holds for its payee. A payee reduced to 0 stays listed.
    /// @param signature Over `Amend`, see above: it names the stored hash, which every amendment changes, so it works
    /// once.
    /// @dev WARNING: whether a tag exists, and whether a record falls below 0, cannot be seen from sums; the audit
    /// checks it from the logs. Refuses BatchUnknown, BatchNotOpen, BatchMatured (at or after maturity),
    /// BatchHashMismatch, DeadlinePassed, SignatureInvalid, ReductionsEmpty, ReductionsMalformed, and reduction by reduction
    /// ReductionsNotAscending, ReductionZero, ReductionIndexUnknown, ReductionExceedsSum. Logs `Amended`.
    function amend(
        BatchRef calldata batch,
        uint40 deadline,
        bytes calldata reductions,
        bytes calldata signature
    ) external;

    /// @notice Cancels open batches before they mature. Only the owner of each batch's pool.
    /// @dev WARNING: whoever has the order key can amend a batch just ahead and so make its net list stale. An owner who
    /// fears for the key calls {setOrderSigner} first.
    /// All or nothing. The rate limit gets nothing back. Refuses, batch by batch, PoolUnknown, NotPoolOwner, BatchUnknown,
    /// BatchNotOpen (settled or vetoed, also earlier in the call), BatchMatured, BatchHashMismatch. Logs `Vetoed` for each.
    function veto(BatchRef[] calldata batches) external;

    /*//////////////////////////////////////////////////////////////
                                PAYOUTS
    //////////////////////////////////////////////////////////////*/

    /// @notice Credits matured batches and, when `push`, pays everyone who reaches their minimum. Anyone may call.
    /// A batch already settled or vetoed is skipped, so that two callers do not hinder each other.
    /// @param payees Everyone in the batches, 20 B each, ascending strictly from above zero; others stay untouched.
    /// @param batches Of any pools; each carries its net list indexed, see above.
    /// @param push False calls no token at all, and one batch always fits one chain transaction.
    /// @dev Each payee's sum over all batches is credited once, in the order of `payees`; whoever then is owed their
    /// minimum or more is pushed all of it; a sum of 0 touches nobody. A push gets {PUSH_GAS}; one that the token fails
    /// leaves the amount owed and logs `PayDeferred`. The call reverts with GasTooLow rather than start a push without
    /// gas for its whole cap. Checked in this order, each with its error: PayeeListMalformed, PayeesNotAscending; batch
    /// by batch BatchUnknown, BatchNotMatured (before maturity), NetListMalformed, PayeeIndexUnknown, BatchHashMismatch.
    /// Logs `Settled` for all batches before the first credit.
    function settle(bytes calldata payees, IndexedBatchRef[] calldata batches, bool push) external;

    /// @notice Pushes what is owed to each payee whose minimum it reaches. Anyone may call.
    /// @dev Passes over whoever is owed nothing or less than their minimum, and whoever's push the token fails. Refuses
    /// GasTooLow as {settle} does. Logs `Paid` for each push.
    function pay(address[] calldata payees) external;

    /// @notice Sends `micros` of what the caller is owed to `to`; any amount, at any time.
    /// @dev Refuses ZeroAddress, ForbiddenAddress (this contract, the token), AmountZero, OwedExceeded, TransferFailed.
    /// Logs `Withdrawn`.
    function withdraw(address to, uint64 micros) external;

    /// @notice {withdraw} of what `payee` is owed, with its signature over `Withdraw`, see above. Anyone may carry it.
    /// @param deadline Last instant at which it may be carried.
    /// @dev Refuses DeadlinePassed, PayeeSignatureInvalid (also when its nonce is used), then as {withdraw}. Logs
    /// `Withdrawn`.
    function withdrawWithSignature(
        address payee,
        address to,
        uint64 micros,
        uint40 deadline,
        bytes calldata signature
    ) external;

    /// @notice Sets from which amount the caller is pushed to; 0 restores the default. Does not bind {withdraw}.
    /// @param micros 0, or 1 to 1 000 000 000 (a thousand units).
    /// @dev Refuses MinimumPayoutOutOfBounds (`least` is 0). Logs `MinimumPayoutSet`.
    function setMinimumPayout(uint64 micros) external;

    /// @notice {setMinimumPayout} of `payee`, with its signature over `SetMinimumPayout`, see above. Anyone may carry it.
    /// @param deadline Last instant at which it may be carried.
    /// @dev Refuses DeadlinePassed, PayeeSignatureInvalid (also when its nonce is used), then as {setMinimumPayout}. Logs
    /// `MinimumPayoutSet`.
    function setMinimumPayoutWithSignature(
        address payee,
        uint64 micros,
        uint40 deadline,
        bytes calldata signature
    ) external;

    /*//////////////////////////////////////////////////////////////
                               READ-ONLY
    //////////////////////////////////////////////////////////////*/

    /// @notice What rewards are paid in.
    function TOKEN() external view returns (address);

    /// @notice Raw token units in one micro.
    function SCALE() external view returns (uint256);

    /// @notice From which amount a payee without an own minimum is pushed to.
    function DEFAULT_MINIMUM_MICROS() external view returns (uint64);

    /// @notice Shortest hold a pool may choose, in seconds; at least an hour.
    function MIN_HOLD() external view returns (uint40);

    /// @notice Longest hold a batch may have, in seconds; at most 120 days.
    function MAX_HOLD() external view returns (uint40);

    /// @notice Seconds from a withdrawal request to the first instant it may be executed; 1 to 30 days.
    function NOTICE() external view returns (uint40);

    /// @notice Seconds for which a request may be executed once its notice is over; 1 to 30 days.
    function REQUEST_WINDOW() external view returns (uint40);

    /// @notice Most payees a batch may have: 500.
    function MAX_PAYEES() external view returns (uint256);

    /// @notice Gas that a push gives the token, in full or not at all: 100 000.
    function PUSH_GAS() external view returns (uint256);

    /// @notice Number of pools opened, and the id of the latest.
    function poolCount() external view returns (uint32);

    /// @notice Everything stored of a pool. Refuses PoolUnknown.
    function getPool(uint32 pool) external view returns (Pool memory);

    /// @notice What the pool's rate limit would let a commit reserve now. Refuses PoolUnknown.
    function rateAvailable(uint32 pool) external view returns (uint64 micros);

    /// @return owedMicros What the payee is owed.
    /// @return minimumMicros Own minimum payout, 0 for the default.
    /// @return nonce What the payee's next signature must carry.
    function getAccount(address payee) external view returns (uint64 owedMicros, uint64 minimumMicros, uint64 nonce);

    /// @return maturesAt 0 when the batch is not open.
    /// @return batchHash Upper 216 bits of keccak256(recordsHash ‖ keccak256(netList)); 0 when never committed.
    function getBatch(uint32 pool, uint32 seq) external view returns (uint40 maturesAt, bytes27 batchHash);
}
