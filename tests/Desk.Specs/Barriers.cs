using System.Text.Json;
using Microsoft.Playwright;
using TriageMesh.TestKit.Mesh;

namespace TriageMesh.Desk.Specs;

/// <summary>What keeps people from using a page, as axe-core sees it.</summary>
internal static class Barriers
{
    /// <summary>What it calls serious or critical.</summary>
    public static async Task<string[]> FindAsync(IPage page, CancellationToken cancellationToken)
    {
        // Once for each document, however many pages of the application are shown in it.
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await page.EvaluateAsync(
                await File.ReadAllTextAsync(
                    RepositoryRoot.Below("services", "Desk", "web", "node_modules", "axe-core", "axe.min.js"),
                    cancellationToken
                )
            );
        }

        var found = await page.EvaluateAsync<JsonElement>(
            """
            async () => (await axe.run({ resultTypes: ["violations"] })).violations
              .filter(each => each.impact === "serious" || each.impact === "critical")
              .flatMap(each => each.nodes.map(node => `${each.id}: ${node.target.join(" ")} ${node.any[0]?.message ?? ""}`))
            """
        );
        return [.. found.EnumerateArray().Select(each => each.GetString()!)];
    }
}
