import {SetupChecklist, useSetup} from "./setup_checklist";
import {KanbanRenderer} from "@web/views/kanban/kanban_renderer";
import {ListRenderer} from "@web/views/list/list_renderer";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {listView} from "@web/views/list/list_view";
import {registry} from "@web/core/registry";

/** Insureds, below what is left to do as long as an agency is being set up. */
const withChecklist = (Renderer) =>
    class extends Renderer {
        static components = {...Renderer.components, SetupChecklist};

        setup() {
            super.setup();
            this.checklist = useSetup();
        }

        /** The checklist itself says what to begin with. */
        get showNoContentHelper() {
            return !this.checklist.content && super.showNoContentHelper;
        }
    };

export class InsuredListRenderer extends withChecklist(ListRenderer) {
    static template = "coi_mass_generate.InsuredListRenderer";
}

export class InsuredKanbanRenderer extends withChecklist(KanbanRenderer) {
    static template = "coi_mass_generate.InsuredKanbanRenderer";
}

registry.category("views").add("coi_insured_list", {
    ...listView,
    Renderer: InsuredListRenderer,
});
registry.category("views").add("coi_insured_kanban", {
    ...kanbanView,
    Renderer: InsuredKanbanRenderer,
});
