// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ThiefChecks} from "./ThiefChecks.sol";

/// @title Handler
/// @notice What a history of either kind is made of.
abstract contract Handler is ThiefChecks {
    /// @notice The actions, some more often than others.
    function actions() external pure virtual returns (bytes4[] memory);

    /// @notice Everything that must hold once a history has ended.
    function checkAll() external {
        checkC1();
        checkC2();
        checkC3();
        checkC4();
        checkC6();
        checkC8();
        checkC9();
        checkC10();
        checkRelayerThief();
        checkPayeeThief();
        checkOrderThief();
        checkOwnerThief();
        // These act, to see whether they can.
        checkC7();
        checkC5();
        checkC11();
    }

    function _commonActions() internal pure returns (bytes4[] memory) {
        return _join(_ofRetailersAndCarriers(), _ofPayeesAndThieves());
    }

    function _join(bytes4[] memory some, bytes4[] memory more) internal pure returns (bytes4[] memory all) {
        all = new bytes4[](some.length + more.length);
        for (uint256 i; i < all.length; ++i) {
            all[i] = i < some.length ? some[i] : more[i - some.length];
        }
    }

    /// @dev Time, retailers, order signers and carriers.
    function _ofRetailersAndCarriers() private pure returns (bytes4[] memory selectors) {
        bytes4[29] memory listed = [
            this.timePasses.selector,
            this.timePasses.selector,
            this.timePasses.selector,
            this.timePasses.selector,
            this.strangerDonates.selector,
            this.retailerOpensPool.selector,
            this.retailerDeposits.selector,
            this.retailerDepositsByPermit.selector,
            this.retailerDepositsByAuthorization.selector,
            this.retailerIsMistaken.selector,
            this.ownerOffersPool.selector,
            this.retailerAcceptsPool.selector,
            this.ownerChangesOrderSigner.selector,
            this.ownerRequestsWithdrawal.selector,
            this.ownerExecutesWithdrawal.selector,
            this.ownerVetoes.selector,
            this.ownerVetoesLate.selector,
            this.signerCommits.selector,
            this.signerCommits.selector,
            this.signerCommits.selector,
            this.signerAmends.selector,
            this.signerAmendsLate.selector,
            this.signerOverreaches.selector,
            this.carrierSettles.selector,
            this.carrierSettlesAndPushes.selector,
            this.carrierSettlesAndPushes.selector,
            this.carrierSettlesShortOfGas.selector,
            this.carrierCheats.selector,
            this.carrierPays.selector
        ];
        selectors = new bytes4[](listed.length);
        for (uint256 i; i < listed.length; ++i) {
            selectors[i] = listed[i];
        }
    }

    /// @dev Recommenders, and whoever stole a key.
    function _ofPayeesAndThieves() private pure returns (bytes4[] memory selectors) {
        bytes4[27] memory listed = [
            this.recommenderWithdraws.selector,
            this.recommenderWithdrawsBySignature.selector,
            this.passkeyUserWithdraws.selector,
            this.passkeyUserWithdraws.selector,
            this.passkeyUserSetsMinimum.selector,
            this.passkeyUserCancels.selector,
            this.passkeyWithdrawalIsCarriedAgain.selector,
            this.passkeyWithdrawalIsCarriedAgain.selector,
            this.passkeyThiefWithdraws.selector,
            this.passkeyThiefWithdraws.selector,
            this.recommenderSetsMinimum.selector,
            this.recommenderSetsMinimumBySignature.selector,
            this.signatureIsForged.selector,
            this.relayerThiefReplays.selector,
            this.relayerThiefAltersCommit.selector,
            this.relayerThiefAltersAmendment.selector,
            this.relayerThiefImpersonates.selector,
            this.payeeKeyIsStolen.selector,
            this.payeeThiefTakes.selector,
            this.orderKeyIsStolen.selector,
            this.orderThiefCommitsToItself.selector,
            this.orderThiefAmendsOthers.selector,
            this.orderThiefAmendsOthers.selector,
            this.ownerReactsToTheft.selector,
            this.ownerKeyIsStolen.selector,
            this.ownerThiefActs.selector,
            this.ownerThiefActs.selector
        ];
        selectors = new bytes4[](listed.length);
        for (uint256 i; i < listed.length; ++i) {
            selectors[i] = listed[i];
        }
    }
}
