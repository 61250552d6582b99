// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IRewardLedgerEvents
/// @notice The ledger's types, and the logs from which every balance can be rebuilt. Amounts called `micros` are 10⁻⁶
/// of the token's unit, times are seconds, instants are block timestamps.
interface IRewardLedgerEvents {
    /*//////////////////////////////////////////////////////////////
                                 TYPES
    //////////////////////////////////////////////////////////////*/

    /// @notice The signed terms of a batch.
    /// @param holdSeconds From commit to maturity; at least the pool's minimum, at most `MAX_HOLD`.
    /// @param deadline Last instant at which the batch may be committed.
    /// @param evidenceRoot OpenZeppelin StandardMerkleTree root over the salted evidence leaves, kept off chain.
    /// @param policyHash keccak256 of the canonical policy in force for the records.
    /// @param counts Orders since the pool's previous commit, 64 bits each from the top:
    /// seen · rewarded · rejected · under review.
    struct BatchHeader {
        uint40 holdSeconds;
        uint40 deadline;
        bytes32 evidenceRoot;
        bytes32 policyHash;
        uint256 counts;
    }

    /// @notice Names a batch and carries what its stored hash was made of.
    /// @param recordsHash keccak256 of the records as committed.
    /// @param netList The net list as it stands after amendments.
    struct BatchRef {
        uint32 pool;
        uint32 seq;
        bytes32 recordsHash;
        bytes netList;
    }

    /// @notice Names a batch as {BatchRef} does, for {settle}: each payee by its place in a list that all batches of the
    /// call share, so that nobody's address is carried once a batch.
    /// @param indexedNetList The net list as it stands, entry by entry: index of the payee 2 B · sum 6 B.
    struct IndexedBatchRef {
        uint32 pool;
        uint32 seq;
        bytes32 recordsHash;
        bytes indexedNetList;
    }

    /// @notice An EIP-3009 authorization to be received by the ledger. It names no pool, so its nonce must be
    /// keccak256(abi.encode(uint32 pool, address expectedOwner, bytes32 salt)).
    /// @param from Whose money, and who signed.
    /// @param rawAmount Token units.
    /// @param validAfter Instant after which, and `validBefore` before which, the token takes it.
    /// @param salt Free; makes one authorization differ from another for the same pool.
    struct ReceiveAuthorization {
        address from;
        uint256 rawAmount;
        uint256 validAfter;
        uint256 validBefore;
        bytes32 salt;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    /// @notice The rules of a pool that its owner chooses when opening it.
    /// @param minHoldSeconds Shortest hold a batch of this pool may have; within `MIN_HOLD` and `MAX_HOLD`.
    /// @param rewardCapMicros Most that one record may carry; 1 to 2³⁹ − 1.
    /// @param rateCapacityMicros Most that can be committed at once; 1 to 2⁶³ − 1.
    /// @param rateMicrosPerDay What the rate limit regains in a day; 1 to 2⁶³ − 1.
    struct PoolTerms {
        uint32 minHoldSeconds;
        uint40 rewardCapMicros;
        uint64 rateCapacityMicros;
        uint64 rateMicrosPerDay;
    }

    /// @notice Everything the ledger stores of a pool. The first five fields are one slot, the only one of the pool that
    /// a commit writes; the next three and the four after them are what it reads besides.
    /// @param availableMicros Free to be committed, or withdrawn after notice.
    /// @param reservedMicros Committed and not yet settled, amended away or vetoed.
    /// @param rateLevelMicros What could be committed at `rateUpdatedAt`; see `rateAvailable` for now.
    /// @param nextSeq Number the next batch must have; the first batch is 1.
    /// @param rateMicrosPerDay See {PoolTerms}.
    /// @param requestMicros Amount of the standing withdrawal request, 0 when there is none.
    /// @param requestDepositedMicros Deposits since the request was made; the request does not cover them.
    /// @param requestReadyAt Instant from which the request may be executed.
    /// @param pendingOwner Who may take the pool over, zero when nobody.
    struct Pool {
        uint64 availableMicros;
        uint64 reservedMicros;
        uint64 rateLevelMicros;
        uint32 rateUpdatedAt;
        uint32 nextSeq;
        address orderSigner;
        uint40 rewardCapMicros;
        uint32 minHoldSeconds;
        uint64 rateCapacityMicros;
        uint64 rateMicrosPerDay;
        uint64 requestMicros;
        uint64 requestDepositedMicros;
        address owner;
        uint40 requestReadyAt;
        address pendingOwner;
    }

    /*//////////////////////////////////////////////////////////////
                                 EVENTS
    //////////////////////////////////////////////////////////////*/

    /// @notice Logged once, by the constructor: everything about this deployment that never changes.
    event Deployed(
        address token,
        uint256 scale,
        uint64 defaultMinimumMicros,
        uint40 minHoldSeconds,
        uint40 maxHoldSeconds,
        uint40 noticeSeconds,
        uint40 requestWindowSeconds
    );

    event PoolOpened(uint32 indexed pool, address indexed owner, address orderSigner, PoolTerms terms);

    event OrderSignerSet(uint32 indexed pool, address orderSigner);

    /// @param newOwner Who may accept the pool; zero takes the offer back.
    event PoolTransferStarted(uint32 indexed pool, address newOwner);

    event PoolTransferred(uint32 indexed pool, address previousOwner, address newOwner);

    /// @param from Whose tokens they were.
    /// @param micros What arrived, by the token's own balances.
    event Deposited(uint32 indexed pool, address indexed from, uint64 micros);

    /// @notice Σ of the rewards in `records` moved from available to reserved.
    /// @param maturesAt First instant at which the batch may be settled and no longer amended or vetoed.
    event Committed(
        uint32 indexed pool,
        uint32 indexed seq,
        BatchHeader header,
        uint40 maturesAt,
        bytes records,
        bytes signature
    );

    /// @notice Σ of the micros in `reductions` moved from reserved back to available.
    event Amended(uint32 indexed pool, uint32 indexed seq, uint40 deadline, bytes reductions, bytes signature);

    /// @notice All that the batch still held, `micros`, moved from reserved back to available.
    event Vetoed(uint32 indexed pool, uint32 indexed seq, uint64 micros);

    /// @notice The batch's net list moved from reserved to its payees. All batches of a call are logged before its
    /// first credit. A push that succeeded is silent: the token's own `Transfer` is the evidence.
    /// @param index Position of the batch among those settled by the call; 0 opens a call.
    /// @param push Whether the call went on to push to everyone who reached the minimum.
    event Settled(uint32 indexed pool, uint32 indexed seq, uint256 index, bool push);

    /// @notice A push by `settle` failed at the token, and the payee is owed the whole instead.
    /// @param owedMicros All that the payee is owed now.
    event PayDeferred(address indexed payee, uint64 owedMicros);

    /// @notice `pay` pushed all that the payee was owed.
    event Paid(address indexed payee, uint64 micros);

    event Withdrawn(address indexed payee, address to, uint64 micros);

    /// @param micros The payee's own minimum; 0 stands for the default.
    event MinimumPayoutSet(address indexed payee, uint64 micros);

    /// @notice A request was made or, with all amounts 0, cancelled.
    /// @param readyAt First instant at which it may be executed.
    /// @param expiresAt First instant at which it no longer may.
    event WithdrawalRequested(uint32 indexed pool, uint64 micros, uint40 readyAt, uint40 expiresAt);

    /// @param to The pool's owner.
    event PoolWithdrawn(uint32 indexed pool, address to, uint64 micros);
}
