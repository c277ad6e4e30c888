import {useEffect, useState} from "@odoo/owl";
import {X2ManyField, x2ManyField} from "@web/views/fields/x2many/x2many_field";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useDebounced} from "@web/core/utils/timing";
import {useService} from "@web/core/utils/hooks";
import {x2ManyCommands} from "@web/core/orm_service";

const WAIT = 250;

/**
 * The insured's list of holders, which may be thousands: above it what one does with
 * it, and a search on the server, whose answer takes the place of the whole list.
 */
export class HoldersField extends X2ManyField {
    static template = "coi_mass_generate.HoldersField";

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.search = useState({query: "", shown: "all", isBusy: false});
        this.searchLater = useDebounced(() => this.find(), WAIT);
        // Saved or discarded, the list is whole again: what is asked for stays.
        useEffect(
            () => {
                if (this.isSearching && !this.list.editedRecord && this.isWhole) {
                    this.find();
                }
            },
            () => [this.list.id, this.list.count]
        );
    }

    get choices() {
        return [
            ["all", _t("All holders")],
            ["ready", _t("Ready today")],
            ["warning", _t("With a warning today")],
            ["blocked", _t("Blocked today")],
            ["marked", _t("With AI, WOS or PNC")],
            ["plain", _t("Holder only")],
        ];
    }

    get canSearch() {
        return Boolean(this.props.record.resId && this.list.resIds.length);
    }

    get isSearching() {
        return Boolean(this.search.query.trim()) || this.search.shown !== "all";
    }

    get isWhole() {
        return this.list.count === this.list.resIds.length;
    }

    get isNothingFound() {
        return this.isSearching && !this.list.count;
    }

    /** Ids of all holders that are not being taken out. */
    get wholeIds() {
        const out = [x2ManyCommands.DELETE, x2ManyCommands.UNLINK];
        const gone = this.list._commands
            .filter(([command]) => out.includes(command))
            .map(([, id]) => id);
        return this.list.resIds.filter((id) => !gone.includes(id));
    }

    async find() {
        const {query, shown} = this.search;
        const record = this.props.record;
        if ((await record.isDirty()) && !(await record.save())) {
            return;
        }
        this.search.isBusy = true;
        try {
            const ids = this.isSearching ? await this.ask() : this.wholeIds;
            // Of several that were asked one after the other, the last counts.
            if (query === this.search.query && shown === this.search.shown) {
                await this.show(ids);
            }
        } finally {
            this.search.isBusy = false;
        }
    }

    ask() {
        const {query, shown} = this.search;
        const args = [this.props.record.resId, query, shown];
        return this.orm.call(this.list.resModel, "search_listed", args);
    }

    /** Let the list be these, from its first page on. */
    async show(ids) {
        const {list} = this;
        await list.model.mutex.exec(async () => {
            list.count = ids.length;
            await list._load({offset: 0, nextCurrentIds: ids});
        });
        this.render();
    }

    async clear() {
        Object.assign(this.search, {query: "", shown: "all"});
        await this.find();
    }

    async choose(shown) {
        this.search.shown = shown;
        await this.find();
    }

    onKeydown(ev) {
        if (ev.key === "Enter") {
            // It would save the form.
            ev.preventDefault();
            this.find();
        } else if (ev.key === "Escape" && this.isSearching) {
            ev.stopPropagation();
            this.clear();
        }
    }

    async addHolder() {
        if (this.isSearching) {
            await this.clear();
        }
        await this.onAdd({editable: "top"});
    }
}

registry.category("fields").add("coi_holders", {
    ...x2ManyField,
    component: HoldersField,
});
