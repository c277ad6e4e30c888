import {useExternalListener, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {checkFileSize} from "@web/core/utils/files";
import {getDataURLFromFile} from "@web/core/utils/urls";
import {BinaryField, binaryField} from "@web/views/fields/binary/binary_field";

// Where text is pasted for its own sake.
const TYPED =
    "input:not([type=file]):not([readonly]), textarea, [contenteditable=true]";

/** A list to import: chosen, dropped, or pasted as cells of a spreadsheet. */
export class ImportFileField extends BinaryField {
    static template = "coi_mass_generate.ImportFileField";

    setup() {
        super.setup();
        this.drag = useState({isOver: false});
        useExternalListener(document, "paste", this.onPaste);
    }

    onDrop(ev) {
        this.drag.isOver = false;
        return this.take(ev.dataTransfer.files);
    }

    onPaste(ev) {
        if (this.props.readonly || ev.target.closest?.(TYPED)) {
            return;
        }
        const {files} = ev.clipboardData;
        const text = ev.clipboardData.getData("text/plain");
        // Programs put a picture of copied cells beside their text.
        if (text.trim()) {
            return this.take([new File([text], _t("Pasted cells") + ".tsv")]);
        }
        return this.take(files);
    }

    async take(files) {
        if (files.length > 1) {
            this.notification.add(_t("One list at a time: choose one file."), {
                type: "warning",
            });
        } else if (files.length && checkFileSize(files[0].size, this.notification)) {
            const [file] = files;
            const url = await getDataURLFromFile(file);
            await this.update({name: file.name, data: url.split(",")[1]});
        }
    }
}

registry.category("fields").add("coi_import_file", {
    ...binaryField,
    component: ImportFileField,
});
