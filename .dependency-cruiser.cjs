// Who may import whom: protocol <- the middle packages <- widget, hub, console <- e2e, bench. See docs/adr/0001.
const middle = ["radar", "routing", "cobrowse", "client", "storage", "connectors"];

const middleBorders = middle.map(name => ({
  name: `${name}-stands-alone`,
  comment: "The middle packages know the protocol and themselves, nothing else of ours.",
  severity: "error",
  from: { path: `^packages/${name}/src`, pathNot: "\\.test\\.tsx?$|/test/|/contract/" },
  to: { path: "^(packages|apps)/", pathNot: `^packages/(${name}|protocol)/` },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...middleBorders,
    {
      name: "protocol-is-the-ground",
      severity: "error",
      from: { path: "^packages/protocol/src", pathNot: "\\.test\\.ts$" },
      to: { path: "^(packages|apps)/", pathNot: "^packages/protocol/" },
    },
    {
      name: "apps-and-widget-stand-alone",
      comment: "Hub, console, shop and widget meet on the wire only.",
      severity: "error",
      from: { path: "^(apps/[^/]+|packages/widget)/", pathNot: "\\.(test|spec)\\.tsx?$|/test/" },
      to: { path: "^(apps/[^/]+|packages/widget)/", pathNot: "^$1/" },
    },
    {
      name: "server-packages-serve-the-hub",
      severity: "error",
      from: { path: "^(packages/(widget|client|cobrowse|radar)|apps/(console|shop))/" },
      to: { path: "^packages/(routing|storage|connectors)/" },
    },
    {
      name: "features-know-no-other-feature",
      comment: "createHub hands one feature's function to another.",
      severity: "error",
      from: { path: "^apps/hub/src/features/([^/]+)/", pathNot: "\\.test\\.ts$|/test/" },
      to: { path: "^apps/hub/src/features/", pathNot: "^apps/hub/src/features/$1/" },
    },
    {
      name: "testkit-is-for-tests",
      severity: "error",
      from: {
        path: "^(packages|apps)/",
        pathNot: "\\.(test|spec)\\.tsx?$|/test/|/contract/|^packages/testkit/",
      },
      to: { path: "^packages/testkit/" },
    },
    {
      name: "loader-stays-small",
      comment:
        "What every page pays for imports neither Preact nor Socket.IO nor rrweb, and the lazy parts only lazily.",
      severity: "error",
      from: { path: "^packages/widget/src/loader/" },
      to: {
        path: "preact|socket\\.io|rrweb|pako|valibot|^packages/(client|cobrowse)/|^packages/widget/src/(core|chat|recorder|control)/",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "recorder-comes-after-consent",
      severity: "error",
      from: { path: "^packages/widget/src/(core|chat)/" },
      to: {
        path: "rrweb|pako|^packages/cobrowse/|^packages/widget/src/recorder/",
        dependencyTypesNot: ["type-only", "dynamic-import"],
      },
    },
    {
      name: "dialogs-come-when-due",
      comment: "The question before sharing and the callback form are not in what every chat loads.",
      severity: "error",
      from: { path: "^packages/widget/src/(core|chat)/", pathNot: "^packages/widget/src/chat/dialogs/" },
      to: {
        path: "^packages/widget/src/chat/dialogs/",
        dependencyTypesNot: ["type-only", "dynamic-import"],
      },
    },
    {
      name: "offers-come-when-due",
      comment: "Most visitors are offered nothing: invitation and hints are not in what every chat loads.",
      severity: "error",
      from: { path: "^packages/widget/src/(core|chat)/", pathNot: "^packages/widget/src/chat/offers/" },
      to: {
        path: "^packages/widget/src/chat/offers/",
        dependencyTypesNot: ["type-only", "dynamic-import"],
      },
    },
    {
      name: "radar-area-comes-when-entered",
      comment: "The parser of the rule language is loaded by those who look at rules, not with the console.",
      severity: "error",
      from: { path: "^apps/console/src/", pathNot: "^apps/console/src/features/radar/|\\.test\\.tsx?$" },
      to: {
        // Why a rule does or does not act comes from the hub in words: it needs no parser.
        path: "^apps/console/src/features/radar/(?!trace/)|^packages/radar/src/(parse|check|text)",
        dependencyTypesNot: ["type-only", "dynamic-import"],
      },
    },
    {
      name: "extras-come-beside-the-recorder",
      comment: "What is told beyond rrweb has a budget of its own.",
      severity: "error",
      from: {
        path: "^packages/(widget/src|cobrowse/src/capture)/",
        pathNot: "^packages/cobrowse/src/capture/extras/|\\.test\\.ts$",
      },
      to: {
        path: "^packages/cobrowse/src/capture/extras/",
        dependencyTypesNot: ["type-only", "dynamic-import"],
      },
    },
    {
      name: "no-circles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(packages|apps)/[^/]+/dist/" },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    tsConfig: { fileName: "tsconfig.web.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js"],
    },
  },
};
