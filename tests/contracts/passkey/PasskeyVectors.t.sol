// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TestDollar} from "../../../contracts/TestDollar.sol";
import {IPasskeyAccount} from "../../../contracts/passkey/IPasskeyAccount.sol";
import {PasskeyKit} from "./PasskeyKit.sol";

/// @notice What a browser and a device really answered, at the addresses that it was answered for: the vectors that
/// `tests/unit/domain/webauthn-assertion.test.ts` reads too.
contract PasskeyVectorsTest is PasskeyKit {
    string private constant PATH = "tests/vectors/passkeys.json";

    string private json;

    function setUp() public virtual override {
        super.setUp();
        json = vm.readFile(PATH);
        vm.chainId(vm.parseJsonUint(json, ".chainId"));
        address deployer = addressAt(".deployer");
        vm.startPrank(deployer);
        factory = newFactory();
        token = new TestDollar();
        ledger = deployLedger(address(token));
        vm.stopPrank();
    }

    function test_EverythingIsWhereTheVectorsSay() public {
        assertEq(address(factory), addressAt(".factory"), "factory");
        assertEq(factory.IMPLEMENTATION(), addressAt(".implementation"), "implementation");
        assertEq(address(token), addressAt(".token"), "token");
        assertEq(address(ledger), addressAt(".ledger"), "ledger");
        string[3] memory names = ["alone", "backed", "guarded"];
        for (uint256 i; i < names.length; ++i) {
            assertEq(createNamed(names[i]), addressAt(string.concat(".accounts.", names[i], ".account")), names[i]);
        }
    }

    function test_EveryRecordedAssertionDoesWhatItsVectorSays() public {
        uint256[3] memory outcomes;
        uint256 count;
        for (; vm.keyExistsJson(json, keyAt(count)); ++count) {
            string memory key = keyAt(count);
            uint256 snapshot = vm.snapshotState();

            ++outcomes[replay(key)];

            assertTrue(vm.revertToState(snapshot), "as it was");
        }
        assertEq(outcomes[0], 3, "done");
        assertEq(outcomes[1], 12, "waiting");
        assertEq(outcomes[2], 14, "refused");
    }

    /// @dev Carries a recorded call to a new account, through the factory as a first call is carried.
    function replay(string memory key) private returns (uint256 outcome) {
        string memory name = vm.parseJsonString(json, string.concat(key, ".name"));
        string memory expected = vm.parseJsonString(json, string.concat(key, ".outcome"));
        bool byRecovery = vm.parseJsonBool(json, string.concat(key, ".byRecovery"));
        string memory owner = string.concat(".accounts.", vm.parseJsonString(json, string.concat(key, ".account")));
        bytes32 instruction = bytes32(vm.parseJsonBytes(json, string.concat(key, ".digest")));
        bytes memory call = abi.encodeCall(
            factory.createAndCall,
            (
                signerAt(string.concat(owner, ".key")),
                signerAt(string.concat(owner, ".recovery")),
                vm.parseJsonBytes(json, string.concat(key, ".call"))
            )
        );

        (bool taken, bytes memory answer) = address(factory).call(call);

        if (same(expected, "refused")) {
            assertTrue(!taken, name);
            assertEq(
                answer,
                abi.encodeWithSelector(IPasskeyAccount.PasskeyAccount_SignatureInvalid.selector, byRecovery),
                name
            );
            return 2;
        }
        assertTrue(taken, name);
        account = IPasskeyAccount(addressAt(string.concat(owner, ".account")));
        (uint64 ofKey, uint64 ofRecovery) = account.nonces();
        assertEq(ofKey, byRecovery ? 0 : 1, name);
        assertEq(ofRecovery, byRecovery ? 1 : 0, name);
        bool waits = same(expected, "waits");
        assertEq(account.waitsUntil(instruction) != 0 ? 1 : 0, waits ? 1 : 0, name);
        return waits ? 1 : 0;
    }

    function createNamed(string memory name) private returns (address) {
        string memory key = string.concat(".accounts.", name);
        return factory.create(signerAt(string.concat(key, ".key")), signerAt(string.concat(key, ".recovery")));
    }

    function signerAt(string memory key) private view returns (IPasskeyAccount.Signer memory) {
        return
            IPasskeyAccount.Signer(
                bytes32(vm.parseJsonBytes(json, string.concat(key, ".x"))),
                bytes32(vm.parseJsonBytes(json, string.concat(key, ".y")))
            );
    }

    function addressAt(string memory key) private view returns (address) {
        return vm.parseJsonAddress(json, key);
    }

    function keyAt(uint256 index) private pure returns (string memory) {
        return string.concat(".assertions[", vm.toString(index), "]");
    }

    function same(string memory a, string memory b) private pure returns (bool) {
        return keccak256(bytes(a)) == keccak256(bytes(b));
    }
}

/// @notice The same where the chain has no P-256 precompile.
contract PasskeyVectorsWithoutPrecompileTest is PasskeyVectorsTest {
    function setUp() public override {
        super.setUp();
        removePrecompile();
    }
}
