// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedger} from "../../../contracts/interfaces/IRewardLedger.sol";
import {IRewardLedgerEvents as Events} from "../../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerKit} from "./LedgerKit.sol";
import {LogBook} from "./LogBook.sol";
import {MockToken} from "./MockToken.sol";

/// @title LedgerModel
/// @notice The world that random calls play in, what they are known to have done (ghosts), and what every single call
/// must leave alone.
abstract contract LedgerModel is LedgerKit {
    uint256 public constant POOLS = 3;
    uint256 public constant PAYEES = 6;

    uint256 public constant STARTED_AT = START;

    /// @dev Small, so that the rate limit and the available money both bite.
    uint64 public constant MODEL_CAPACITY = 90_000_000;
    uint64 public constant MODEL_PER_DAY = 8_640_000;
    uint40 internal constant MODEL_CAP = 40_000_000;

    struct ModelBatch {
        uint32 pool;
        uint32 seq;
        bytes32 recordsHash;
        address[] payees;
        uint48[] sums;
        uint40 maturesAt;
        bool open;
    }

    struct Snapshot {
        uint256[POOLS] pools;
        uint256[PAYEES] people;
    }

    MockToken public mock;
    LogBook public book;
    uint256 public clock = START;
    ModelBatch[] internal _batches;

    mapping(uint32 pool => uint256) public committed;
    mapping(uint32 pool => uint256) public ghostReserved;
    mapping(uint32 pool => uint256) public ghostAvailable;
    mapping(address payee => uint256) public ghostCredited;
    mapping(uint32 pool => uint256) public withdrawn;
    uint256 public donated;

    /// @dev Each must stay 0; see the invariants.
    uint256 public hindered;
    uint256 public forgeriesTaken;
    uint256 public lateReversalsTaken;
    uint256 public crossings;
    uint256 public robbed;

    mapping(bytes32 action => uint256) public calls;

    constructor() {
        vm.warp(START);
        mock = new MockToken(6);
        ledger = deployLedger(address(mock));
        book = new LogBook(address(ledger));
        Events.PoolTerms memory terms_ = Events.PoolTerms(1 hours, MODEL_CAP, MODEL_CAPACITY, MODEL_PER_DAY);
        for (uint256 i; i < POOLS; ++i) {
            vm.prank(ownerOf(i));
            ledger.openPool(vm.addr(keyOf(i)), terms_);
        }
    }

    /// @dev Every action goes through here: time stands where it was left, and the logs go into the book.
    modifier action(bytes32 name) {
        vm.warp(clock);
        vm.recordLogs();
        _;
        book.read(vm.getRecordedLogs());
        ++calls[name];
    }

    function deployed() external view returns (IRewardLedger) {
        return ledger;
    }

    function ownerOf(uint256 index) public pure returns (address) {
        return address(uint160(0x2001 + index));
    }

    function keyOf(uint256 index) internal pure returns (uint256) {
        return 0x3001 + index;
    }

    function payeeAt(uint256 index) public pure returns (address) {
        return address(uint160(0x1001 + index));
    }

    /// @dev Where a payee's own withdrawals go.
    function purseOf(address payee) public pure returns (address) {
        return address(uint160(payee) + 0x4000);
    }

    function batchCount() public view returns (uint256) {
        return _batches.length;
    }

    function batchRef(uint256 index) public view returns (Events.BatchRef memory) {
        ModelBatch storage batch = _batches[index];
        bytes memory netList;
        for (uint256 i; i < batch.payees.length; ++i) {
            netList = abi.encodePacked(netList, batch.payees[i], batch.sums[i]);
        }
        return Events.BatchRef(batch.pool, batch.seq, batch.recordsHash, netList);
    }

    function isOpen(uint256 index) public view returns (bool) {
        return _batches[index].open;
    }

    /// @dev All that a person has or is owed.
    function wealthOf(address payee) public view returns (uint256) {
        return owedTo(payee) + mock.balanceOf(payee) + mock.balanceOf(purseOf(payee));
    }

    function minimumOf(address payee) public view returns (uint256) {
        (, uint64 own, ) = ledger.getAccount(payee);
        return own == 0 ? DEFAULT_MINIMUM : own;
    }

    function _takeSnapshot() internal view returns (Snapshot memory snapshot) {
        for (uint256 i; i < POOLS; ++i) {
            Events.Pool memory stored = ledger.getPool(uint32(i + 1));
            snapshot.pools[i] = uint256(keccak256(abi.encode(stored)));
        }
        for (uint256 i; i < PAYEES; ++i) {
            snapshot.people[i] = wealthOf(payeeAt(i));
        }
    }

    /// @dev C-10: a call on the pools in `touched` (a bit each) changes no other, and takes from nobody.
    function _compare(Snapshot memory before, uint256 touched) internal {
        Snapshot memory now_ = _takeSnapshot();
        for (uint256 i; i < POOLS; ++i) {
            if (touched & (1 << i) == 0 && before.pools[i] != now_.pools[i]) ++crossings;
        }
        for (uint256 i; i < PAYEES; ++i) {
            if (now_.people[i] < before.people[i]) ++robbed;
        }
    }

    function _total(ModelBatch storage batch) internal view returns (uint256 total) {
        for (uint256 i; i < batch.sums.length; ++i) {
            total += batch.sums[i];
        }
    }

    /// @dev Some of the payees in order, with one to three records each.
    function _randomRecords(
        uint256 seed
    ) internal pure returns (bytes memory records, ModelBatch memory batch, uint256 total) {
        uint256 chosen = (seed >> 16) % (1 << PAYEES);
        for (uint256 i; i < PAYEES; ++i) {
            if (chosen & (1 << i) == 0) continue;
            (bytes memory group, uint48 sum) = _randomGroup(payeeAt(i), uint256(keccak256(abi.encode(seed, i))));
            records = bytes.concat(records, group);
            (batch.payees, batch.sums) = _append(batch, payeeAt(i), sum);
            total += sum;
        }
    }

    /// @dev One to three records of a payee, small or near the cap, now and then a supplement.
    function _randomGroup(address payee, uint256 dice) private pure returns (bytes memory group, uint48 sum) {
        uint256 count = 1 + (dice % 3);
        uint256 most = (dice >> 200) % 3 == 0 ? MODEL_CAP : 60_000;
        group = abi.encodePacked(payee, uint8(count));
        for (uint256 tag; tag < count; ++tag) {
            uint40 micros = uint40(bound(dice >> (8 + tag * 40), 1, most));
            uint40 supplement = (dice >> (150 + tag)) % 4 == 0 ? 1 << 39 : 0;
            group = abi.encodePacked(group, uint48(tag), micros | supplement);
            sum += micros;
        }
    }

    function _append(
        ModelBatch memory batch,
        address payee,
        uint48 sum
    ) private pure returns (address[] memory payees, uint48[] memory sums) {
        uint256 length = batch.payees.length;
        (payees, sums) = (new address[](length + 1), new uint48[](length + 1));
        for (uint256 i; i < length; ++i) {
            (payees[i], sums[i]) = (batch.payees[i], batch.sums[i]);
        }
        (payees[length], sums[length]) = (payee, sum);
    }
}
