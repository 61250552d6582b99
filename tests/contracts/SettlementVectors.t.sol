// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedger} from "../../contracts/interfaces/IRewardLedger.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";

/// @notice The settlements of the vectors: indexed net lists as they are carried, and what they credit or are refused
/// with. The relayer's bytes and the model are held to the same ones.
contract SettlementVectorsTest is LedgerTest {
    string private json;

    function setUp() public override {
        super.setUp();
        json = vm.readFile("tests/vectors/records.json");
    }

    function test_SettlementsCreditWhatTheVectorSays() public {
        uint256 count = _count(".settlements");
        vm.assertGt(count, 2, "vectors were read");
        for (uint256 i; i < count; ++i) {
            _settle(_key(".settlements", i));
        }
    }

    function test_RefusedSettlementsAreRefusedWithTheErrorOfTheVector() public {
        uint256 count = _count(".refusedSettlements");
        vm.assertGt(count, 8, "vectors were read");
        bytes memory records = _bytes(".records[2]", ".encoded");
        Events.IndexedBatchRef[] memory batches = new Events.IndexedBatchRef[](1);
        batches[0] = Events.IndexedBatchRef(pool, commit(pool, records), keccak256(records), "");
        vm.warp(block.timestamp + HOLD);
        for (uint256 i; i < count; ++i) {
            string memory key = _key(".refusedSettlements", i);
            batches[0].indexedNetList = _bytes(key, ".indexedNetList");
            bytes memory call = abi.encodeCall(IRewardLedger.settle, (_bytes(key, ".payees"), batches, false));

            (bool taken, bytes memory answer) = address(ledger).call(call);

            assertTrue(!taken, key);
            assertEq(answer, _bytes(key, ".revertData"), key);
        }
    }

    /// @dev Each in a pool of its own; what people were owed before stays.
    function _settle(string memory key) private {
        uint32 ofVector = openPool(OWNER);
        fund(ofVector, OWNER, DEPOSIT);
        uint256 count = _count(string.concat(key, ".batches"));
        Events.IndexedBatchRef[] memory batches = new Events.IndexedBatchRef[](count);
        for (uint256 i; i < count; ++i) {
            batches[i] = _makeBatch(ofVector, _key(string.concat(key, ".batches"), i));
        }
        vm.warp(block.timestamp + HOLD);
        uint64[] memory before = _owed(key);

        ledger.settle(_bytes(key, ".payees"), batches, false);

        uint64[] memory afterwards = _owed(key);
        for (uint256 i; i < before.length; ++i) {
            string memory credit = _key(string.concat(key, ".credits"), i);
            assertEq(afterwards[i] - before[i], vm.parseJsonUint(json, string.concat(credit, ".micros")), credit);
        }
    }

    /// @dev Commits the records that the vector names, and amends them where it names reductions.
    function _makeBatch(uint32 of_, string memory key) private returns (Events.IndexedBatchRef memory) {
        string memory source = _key(".records", vm.parseJsonUint(json, string.concat(key, ".records")));
        bytes memory records = _bytes(source, ".encoded");
        uint32 seq = commit(of_, records);
        if (vm.keyExistsJson(json, string.concat(key, ".reductions"))) {
            uint256 reductions = vm.parseJsonUint(json, string.concat(key, ".reductions"));
            amend(
                ref(of_, seq, records, _bytes(source, ".netList")),
                _bytes(_key(".reductions", reductions), ".encoded")
            );
        }
        (, bytes27 hash) = ledger.getBatch(of_, seq);
        assertEq(abi.encodePacked(hash), abi.encodePacked(batchHash(keccak256(records), _bytes(key, ".netList"))), key);
        return Events.IndexedBatchRef(of_, seq, keccak256(records), _bytes(key, ".indexedNetList"));
    }

    function _owed(string memory key) private view returns (uint64[] memory owed) {
        string memory credits = string.concat(key, ".credits");
        owed = new uint64[](_count(credits));
        for (uint256 i; i < owed.length; ++i) {
            owed[i] = owedTo(vm.parseJsonAddress(json, string.concat(_key(credits, i), ".payee")));
        }
    }

    function _count(string memory list_) private view returns (uint256 count) {
        while (vm.keyExistsJson(json, _key(list_, count))) {
            ++count;
        }
    }

    function _key(string memory list_, uint256 index) private pure returns (string memory) {
        return string.concat(list_, "[", vm.toString(index), "]");
    }

    function _bytes(string memory key, string memory field) private view returns (bytes memory) {
        return vm.parseJsonBytes(json, string.concat(key, field));
    }
}
