// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TestDollar} from "../../../contracts/TestDollar.sol";
import {IRewardLedger} from "../../../contracts/interfaces/IRewardLedger.sol";
import {IRewardLedgerEvents} from "../../../contracts/interfaces/IRewardLedgerEvents.sol";
import {RecordBytes} from "./RecordBytes.sol";
import {SettleCalls} from "./SettleCalls.sol";
import {Test} from "./Test.sol";

/// @title LedgerKit
/// @notice Deploys a ledger, opens and funds pools, and signs for an order key. Digests are built here from the type
/// strings themselves, so that the contract's hashing is tested and not repeated.
abstract contract LedgerKit is Test {
    bytes32 internal constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );
    bytes32 internal constant COMMIT_TYPEHASH = keccak256(
        "Commit(uint32 pool,uint32 seq,bytes32 recordsHash,uint40 holdSeconds,uint40 deadline,bytes32 evidenceRoot,bytes32 policyHash,uint256 counts)"
    );
    bytes32 internal constant AMEND_TYPEHASH = keccak256(
        "Amend(uint32 pool,uint32 seq,bytes27 batchHash,bytes32 reductionsHash,uint40 deadline)"
    );
    bytes32 internal constant WITHDRAW_TYPEHASH = keccak256(
        "Withdraw(address payee,address to,uint64 micros,uint64 nonce,uint40 deadline)"
    );
    bytes32 internal constant SET_MINIMUM_PAYOUT_TYPEHASH = keccak256(
        "SetMinimumPayout(address payee,uint64 micros,uint64 nonce,uint40 deadline)"
    );

    /// @dev Where the ledger keeps its mappings; a test that looks at slots fails when one is wrong.
    uint256 internal constant POOLS_SLOT = 3;
    uint256 internal constant BATCHES_SLOT = 4;
    uint256 internal constant ACCOUNTS_SLOT = 5;

    uint256 internal constant START = 1_800_000_000;
    uint64 internal constant DEFAULT_MINIMUM = 100_000;
    uint40 internal constant HOLD = 14 days;
    uint40 internal constant NOTICE = 3 days;
    uint40 internal constant REQUEST_WINDOW = 7 days;
    uint40 internal constant CAP = 50_000_000;
    uint64 internal constant CAPACITY = 2_000_000_000;
    uint64 internal constant PER_DAY = 864_000_000;
    uint64 internal constant DEPOSIT = 5_000_000_000;

    uint256 internal constant ORDER_KEY = 0xA11CE;
    address internal constant OWNER = address(0x0E);
    address internal constant RELAYER = address(0x4E1A);
    address internal constant ALICE = address(0xA1);
    address internal constant BOB = address(0xB2);
    address internal constant CAROL = address(0xC3);

    TestDollar internal token;
    IRewardLedger internal ledger;
    address internal orderSigner;
    uint32 internal pool;

    function deployLedger(address rewardToken) internal returns (IRewardLedger) {
        return deployLedger(rewardToken, DEFAULT_MINIMUM, 1 hours, 120 days, NOTICE, REQUEST_WINDOW);
    }

    /// @dev Deploys the artifact as it was built, so that tests meet the very bytes that go on a chain.
    function deployLedger(
        address rewardToken,
        uint64 minimum,
        uint40 minHold,
        uint40 maxHold,
        uint40 notice,
        uint40 window
    ) internal returns (IRewardLedger) {
        bytes memory terms_ = abi.encode(rewardToken, minimum, minHold, maxHold, notice, window);
        bytes memory creationCode = bytes.concat(vm.getCode("RewardLedger.sol:RewardLedger"), terms_);
        address deployed;
        assembly ("memory-safe") {
            deployed := create(0, add(creationCode, 32), mload(creationCode))
            if iszero(deployed) {
                returndatacopy(0, 0, returndatasize())
                revert(0, returndatasize())
            }
        }
        return IRewardLedger(deployed);
    }

    function terms() internal pure returns (IRewardLedgerEvents.PoolTerms memory) {
        return
            IRewardLedgerEvents.PoolTerms({
                minHoldSeconds: uint32(HOLD),
                rewardCapMicros: CAP,
                rateCapacityMicros: CAPACITY,
                rateMicrosPerDay: PER_DAY
            });
    }

    function openPool(address owner) internal returns (uint32 opened) {
        vm.prank(owner);
        opened = ledger.openPool(orderSigner, terms());
    }

    /// @dev Mints `rawAmount` and pays it into `to` from `from`.
    function fund(uint32 to, address from, uint256 rawAmount) internal {
        token.mint(from, rawAmount);
        address owner = ledger.getPool(to).owner;
        vm.startPrank(from);
        token.approve(address(ledger), rawAmount);
        ledger.deposit(to, owner, rawAmount);
        vm.stopPrank();
    }

    function header() internal view returns (IRewardLedgerEvents.BatchHeader memory) {
        return
            IRewardLedgerEvents.BatchHeader({
                holdSeconds: HOLD,
                deadline: uint40(block.timestamp + 1 hours),
                evidenceRoot: keccak256("evidence"),
                policyHash: keccak256("policy"),
                counts: (uint256(9) << 192) | (uint256(7) << 128) | (uint256(2) << 64) | 1
            });
    }

    function ref(
        uint32 of_,
        uint32 seq,
        bytes memory records,
        bytes memory netList
    ) internal pure returns (IRewardLedgerEvents.BatchRef memory) {
        return IRewardLedgerEvents.BatchRef(of_, seq, keccak256(records), netList);
    }

    function list(
        IRewardLedgerEvents.BatchRef memory a
    ) internal pure returns (IRewardLedgerEvents.BatchRef[] memory refs) {
        refs = new IRewardLedgerEvents.BatchRef[](1);
        refs[0] = a;
    }

    function list(
        IRewardLedgerEvents.BatchRef memory a,
        IRewardLedgerEvents.BatchRef memory b
    ) internal pure returns (IRewardLedgerEvents.BatchRef[] memory refs) {
        refs = new IRewardLedgerEvents.BatchRef[](2);
        refs[0] = a;
        refs[1] = b;
    }

    /// @dev Commits `records` as the next batch of `to`, signed with `ORDER_KEY`, by the relayer.
    function commit(uint32 to, bytes memory records) internal returns (uint32 seq) {
        seq = ledger.getPool(to).nextSeq;
        IRewardLedgerEvents.BatchHeader memory terms_ = header();
        bytes memory signature = signCommit(ORDER_KEY, to, seq, terms_, records);
        vm.prank(RELAYER);
        ledger.commit(to, seq, terms_, records, signature);
    }

    /// @dev Settles batches described by plain net lists.
    function settleBatches(IRewardLedgerEvents.BatchRef[] memory refs, bool push) internal {
        (bytes memory payees, IRewardLedgerEvents.IndexedBatchRef[] memory batches) = SettleCalls.index(refs);
        ledger.settle(payees, batches, push);
    }

    /// @dev Has `payee` credited so much from the pool, a hold later.
    function owe(address payee, uint40 micros) internal {
        bytes memory records = RecordBytes.one(payee, 1, micros);
        uint32 seq = commit(pool, records);
        vm.warp(block.timestamp + HOLD);
        settleBatches(list(ref(pool, seq, records, RecordBytes.entry(payee, micros))), false);
    }

    function amend(IRewardLedgerEvents.BatchRef memory batch, bytes memory reductions) internal {
        uint40 deadline = uint40(block.timestamp + 1 hours);
        bytes27 hash = batchHash(batch.recordsHash, batch.netList);
        bytes memory signature = signAmend(ORDER_KEY, batch.pool, batch.seq, hash, reductions, deadline);
        vm.prank(RELAYER);
        ledger.amend(batch, deadline, reductions, signature);
    }

    function batchHash(bytes32 recordsHash, bytes memory netList) internal pure returns (bytes27) {
        return bytes27(keccak256(bytes.concat(recordsHash, keccak256(netList))));
    }

    function signCommit(
        uint256 key,
        uint32 to,
        uint32 seq,
        IRewardLedgerEvents.BatchHeader memory terms_,
        bytes memory records
    ) internal view returns (bytes memory) {
        return signStruct(key, commitStruct(to, seq, terms_, records));
    }

    function commitStruct(
        uint32 to,
        uint32 seq,
        IRewardLedgerEvents.BatchHeader memory terms_,
        bytes memory records
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(COMMIT_TYPEHASH, to, seq, keccak256(records), terms_));
    }

    function signAmend(
        uint256 key,
        uint32 of_,
        uint32 seq,
        bytes27 hash,
        bytes memory reductions,
        uint40 deadline
    ) internal view returns (bytes memory) {
        return signStruct(key, keccak256(abi.encode(AMEND_TYPEHASH, of_, seq, hash, keccak256(reductions), deadline)));
    }

    function withdrawStruct(
        address payee,
        address to,
        uint64 micros,
        uint64 nonce,
        uint40 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(WITHDRAW_TYPEHASH, payee, to, micros, nonce, deadline));
    }

    function minimumStruct(
        address payee,
        uint64 micros,
        uint64 nonce,
        uint40 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(SET_MINIMUM_PAYOUT_TYPEHASH, payee, micros, nonce, deadline));
    }

    function signStruct(uint256 key, bytes32 structHash) internal view returns (bytes memory) {
        return signDigest(key, digest(block.chainid, address(ledger), structHash));
    }

    function signDigest(uint256 key, bytes32 digest_) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest_);
        return abi.encodePacked(r, s, v);
    }

    function digest(uint256 chainId, address verifyingContract, bytes32 structHash) internal pure returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                DOMAIN_TYPEHASH,
                keccak256("Vouchpenny RewardLedger"),
                keccak256("1"),
                chainId,
                verifyingContract
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    function owedTo(address payee) internal view returns (uint64 owedMicros) {
        (owedMicros, , ) = ledger.getAccount(payee);
    }

    function nonceOf(address payee) internal view returns (uint64 nonce) {
        (, , nonce) = ledger.getAccount(payee);
    }

    function available(uint32 of_) internal view returns (uint64) {
        return ledger.getPool(of_).availableMicros;
    }

    function reserved(uint32 of_) internal view returns (uint64) {
        return ledger.getPool(of_).reservedMicros;
    }
}
