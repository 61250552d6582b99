// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedger} from "../../contracts/interfaces/IRewardLedger.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {RecordsHarness} from "./support/RecordsHarness.sol";

/// @notice The vectors that `tests/unit/domain/records.test.ts` reads too: both sides read the same bytes alike.
contract VectorsTest is LedgerTest {
    string private constant PATH = "tests/vectors/records.json";

    string private json;
    RecordsHarness private harness;

    function setUp() public override {
        super.setUp();
        json = vm.readFile(PATH);
        harness = new RecordsHarness();
    }

    function test_RecordsMakeTheNetListAndHashOfTheVector() public view {
        uint256 count = _count(".records");
        vm.assertGt(count, 3, "vectors were read");
        for (uint256 i; i < count; ++i) {
            string memory key = _key(".records", i);
            bytes memory encoded = _bytes(key, ".encoded");

            (bytes memory netList, uint256 total) = harness.net(encoded, 2 ** 39 - 1, address(token));

            assertEq(netList, _bytes(key, ".netList"), key);
            assertEq(total, vm.parseJsonUint(json, string.concat(key, ".totalMicros")), key);
            assertEq(abi.encodePacked(keccak256(encoded)), _bytes(key, ".recordsHash"), key);
            assertEq(abi.encodePacked(batchHash(keccak256(encoded), netList)), _bytes(key, ".batchHash"), key);
        }
    }

    function test_RefusedRecordsAreRefusedWithTheErrorOfTheVector() public view {
        uint256 count = _count(".refusedRecords");
        vm.assertGt(count, 10, "vectors were read");
        for (uint256 i; i < count; ++i) {
            string memory key = _key(".refusedRecords", i);
            bytes memory call = abi.encodeCall(harness.net, (_bytes(key, ".encoded"), 2 ** 39 - 1, address(token)));

            (bool taken, bytes memory answer) = address(harness).staticcall(call);

            assertTrue(!taken, key);
            assertEq(answer, _bytes(key, ".revertData"), key);
        }
    }

    function test_ReductionsLeaveTheNetListOfTheVector() public view {
        uint256 count = _count(".reductions");
        vm.assertGt(count, 1, "vectors were read");
        for (uint256 i; i < count; ++i) {
            string memory key = _key(".reductions", i);

            (bytes memory reduced, uint256 total) = harness.reduce(_bytes(key, ".netList"), _bytes(key, ".encoded"));

            assertEq(reduced, _bytes(key, ".reduced"), key);
            assertEq(total, vm.parseJsonUint(json, string.concat(key, ".totalMicros")), key);
        }
    }

    function test_RefusedReductionsAreRefusedWithTheErrorOfTheVector() public view {
        uint256 count = _count(".refusedReductions");
        vm.assertGt(count, 6, "vectors were read");
        for (uint256 i; i < count; ++i) {
            string memory key = _key(".refusedReductions", i);
            bytes memory call = abi.encodeCall(harness.reduce, (_bytes(key, ".netList"), _bytes(key, ".encoded")));

            (bool taken, bytes memory answer) = address(harness).staticcall(call);

            assertTrue(!taken, key);
            assertEq(answer, _bytes(key, ".revertData"), key);
        }
    }

    /// @dev The ledger takes the vector's signatures at the vector's address and chain, so its digests are the vector's.
    function test_SignaturesOfTheVectorCommitAndAmend() public {
        address at_ = vm.parseJsonAddress(json, ".typedData.ledger");
        vm.chainId(_uint(".typedData.chainId"));
        vm.etch(at_, address(ledger).code);
        ledger = IRewardLedger(at_);
        orderSigner = vm.parseJsonAddress(json, ".typedData.orderSigner");
        pool = openPool(OWNER);
        fund(pool, OWNER, DEPOSIT);

        ledger.commit(pool, 1, _header(), _bytes(".records[2]", ".encoded"), _bytes(".typedData.commit", ".signature"));
        ledger.amend(
            Events.BatchRef(pool, 1, keccak256(_bytes(".records[2]", ".encoded")), _bytes(".records[2]", ".netList")),
            uint40(_uint(".typedData.amend.deadline")),
            _bytes(".reductions[1]", ".encoded"),
            _bytes(".typedData.amend", ".signature")
        );

        assertEq(reserved(pool), 11_100_000, "21 100 006 - 10 000 006");
    }

    function _header() private view returns (Events.BatchHeader memory) {
        return
            Events.BatchHeader({
                holdSeconds: uint40(_uint(".typedData.commit.holdSeconds")),
                deadline: uint40(_uint(".typedData.commit.deadline")),
                evidenceRoot: bytes32(_bytes(".typedData.commit", ".evidenceRoot")),
                policyHash: bytes32(_bytes(".typedData.commit", ".policyHash")),
                counts: _uint(".typedData.commit.counts.word")
            });
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

    function _uint(string memory key) private view returns (uint256) {
        return vm.parseJsonUint(json, key);
    }
}
