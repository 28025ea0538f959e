import { DefaultButton, PrimaryButton } from "@fluentui/react/lib/Button";
import { Dialog, DialogFooter, DialogType } from "@fluentui/react/lib/Dialog";
import {
  Button,
  DialogActions as DialogActionsV9,
  DialogBody as DialogBodyV9,
  DialogContent as DialogContentV9,
  DialogSurface as DialogSurfaceV9,
  DialogTitle as DialogTitleV9,
  Dialog as DialogV9,
} from "@fluentui/react-components";
import { bootstrap } from "./bootstrap.js";
import { words } from "./words/words.js";

/**
 * "Remove roles?" with Yes and No.
 *
 * @param {{isOpen: boolean, onYes: () => void, onNo: () => void}} props
 */
export function ConfirmRemoval({ isOpen, onYes, onNo }) {
  const text = (
    <>
      <p>{words.removeRolesText}</p>
      <p>{words.removeRolesStill}</p>
    </>
  );

  if (bootstrap.layout === "v9") {
    return (
      <DialogV9 open={isOpen} onOpenChange={(_, data) => (data.open ? undefined : onNo())}>
        <DialogSurfaceV9>
          <DialogBodyV9>
            <DialogTitleV9>{words.removeRolesTitle}</DialogTitleV9>
            <DialogContentV9>{text}</DialogContentV9>
            <DialogActionsV9>
              <Button appearance="primary" onClick={onYes}>
                {words.yes}
              </Button>
              <Button onClick={onNo}>{words.no}</Button>
            </DialogActionsV9>
          </DialogBodyV9>
        </DialogSurfaceV9>
      </DialogV9>
    );
  }

  return (
    <Dialog
      hidden={!isOpen}
      onDismiss={onNo}
      minWidth={360}
      modalProps={{ isBlocking: true }}
      dialogContentProps={{
        type: DialogType.close,
        title: words.removeRolesTitle,
        closeButtonAriaLabel: words.close,
      }}
    >
      {text}
      <DialogFooter styles={{ actionsRight: { textAlign: "left", marginRight: 0 } }}>
        <PrimaryButton text={words.yes} onClick={onYes} />
        <DefaultButton text={words.no} onClick={onNo} />
      </DialogFooter>
    </Dialog>
  );
}
