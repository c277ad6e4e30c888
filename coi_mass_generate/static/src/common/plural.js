/** Of two translated texts, the one for `count` things: Odoo has no ngettext. */
export function plural(count, one, many) {
    return count === 1 ? one : many;
}
