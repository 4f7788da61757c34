using System.Reflection;
using System.Text.Json.Serialization;
using System.Xml.Linq;
using TriageMesh.Classifier;
using TriageMesh.Contracts.Messages;
using TriageMesh.Desk;
using TriageMesh.Domain.Mentions;
using TriageMesh.Ingest;
using TriageMesh.Platform.Hosting;
using TriageMesh.Router;
using TriageMesh.TestKit.Mesh;

namespace TriageMesh.Conventions.Specs;

/// <summary>The rules of the house that the compiler does not know.</summary>
public sealed class The_house
{
    private static readonly IMeshService[] Services =
    [
        new IngestService(),
        new ClassifierService(),
        new RouterService(),
        new DeskService(),
    ];

    private static readonly Assembly Contracts = typeof(Mention).Assembly;
    private static readonly Assembly Domain = typeof(MentionIdentity).Assembly;
    private static readonly Assembly Platform = typeof(IMeshService).Assembly;

    [Fact]
    public void Contracts_reference_nothing() => OurReferencesOf(Contracts).ShouldBeEmpty();

    [Fact]
    public void The_domain_knows_no_database_no_bus_and_no_web() =>
        Domain
            .GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => !name.StartsWith("System", StringComparison.Ordinal))
            .ShouldBeSubsetOf(["NodaTime", Contracts.GetName().Name!]);

    [Fact]
    public void The_platform_knows_no_domain() => OurReferencesOf(Platform).ShouldBe([Contracts.GetName().Name!]);

    [Fact]
    public void No_service_references_another()
    {
        var names = Services.Select(service => service.Assembly.GetName().Name!).ToList();

        Services.SelectMany(service => OurReferencesOf(service.Assembly)).Intersect(names).ShouldBeEmpty();
    }

    [Fact]
    public void Services_keep_apart_in_name_and_port()
    {
        Services.Select(service => service.Name).ShouldBeUnique();
        Services.Select(service => service.DefaultPort).ShouldBeUnique();
    }

    [Fact]
    public void Every_word_of_the_vocabulary_has_a_spelling_in_snake_case()
    {
        var enums = Contracts.GetTypes().Concat(Domain.GetTypes()).Where(IsOnTheWire).ToList();

        enums.ShouldNotBeEmpty();
        foreach (var field in enums.SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public)))
        {
            var name = field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name;
            name.ShouldNotBeNull($"{field.DeclaringType!.Name}.{field.Name}");
            name.ShouldMatch("^[a-z0-9]+(_[a-z0-9]+)*$");
        }
    }

    [Fact]
    public void Scripts_are_numbered_without_a_gap()
    {
        foreach (var assembly in Services.Select(service => service.Assembly).Append(Platform))
        {
            var numbers = assembly
                .GetManifestResourceNames()
                .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
                .Select(name => int.Parse(name.Split('.')[^2].AsSpan(0, 4)))
                .Order()
                .ToList();

            numbers.ShouldBe(Enumerable.Range(1, numbers.Count), assembly.GetName().Name);
        }
    }

    [Fact]
    public void Scripts_touch_the_schema_of_their_own_service_only()
    {
        string[] schemas = [.. Services.Select(service => service.Name), "mesh"];
        foreach (var service in Services)
        {
            var folder = RepositoryRoot.Below("services", ProjectOf(service), "Sql");
            foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.sql") : [])
            {
                var text = string.Join('\n', File.ReadLines(file).Select(line => line.Split("--")[0]))
                    // What the platform lends to everybody.
                    .Replace(" mesh.make_month(", "", StringComparison.Ordinal);
                schemas
                    .Where(other => other != service.Name && text.Contains($" {other}.", StringComparison.Ordinal))
                    .ShouldBeEmpty(file);
            }
        }
    }

    [Fact]
    public void No_statement_reads_the_schema_of_another_service()
    {
        foreach (var service in Services)
        {
            var others = Services.Select(other => other.Name).Where(name => name != service.Name).ToList();
            foreach (var file in SourcesBelow("services", ProjectOf(service)))
            {
                var text = File.ReadAllText(file);
                others
                    .Where(other =>
                        text.Contains($"FROM {other}.", StringComparison.Ordinal)
                        || text.Contains($"JOIN {other}.", StringComparison.Ordinal)
                        || text.Contains($"INTO {other}.", StringComparison.Ordinal)
                        || text.Contains($"UPDATE {other}.", StringComparison.Ordinal)
                    )
                    .ShouldBeEmpty(file);
            }
        }
    }

    [Fact]
    public void Every_service_says_what_it_is()
    {
        foreach (var service in Services)
        {
            File.Exists(RepositoryRoot.Below("services", ProjectOf(service), "README.md")).ShouldBeTrue(service.Name);
        }
    }

    [Fact]
    public void Folders_are_capabilities_not_layers()
    {
        string[] layers =
        [
            "Services",
            "Models",
            "Helpers",
            "Utils",
            "Common",
            "Managers",
            "Repositories",
            "Extensions",
        ];

        Directory
            .EnumerateDirectories(RepositoryRoot.Below("services"), "*", SearchOption.AllDirectories)
            .Where(folder => !IsOutput(folder))
            .Where(folder => layers.Contains(Path.GetFileName(folder), StringComparer.Ordinal))
            // The classifier's models are what it is about: its registry, not a layer.
            .Where(folder => folder != RepositoryRoot.Below("services", "Classifier", "Models"))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Versions_are_given_once()
    {
        foreach (var file in Directory.EnumerateFiles(RepositoryRoot.Path, "*.csproj", SearchOption.AllDirectories))
        {
            XDocument.Load(file).Descendants("PackageReference").Attributes("Version").ShouldBeEmpty(file);
        }
    }

    [Fact]
    public void Mass_transit_stays_below_the_version_that_needs_a_commercial_licence() =>
        XDocument
            .Load(RepositoryRoot.Below("Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Where(package =>
                ((string?)package.Attribute("Include"))?.StartsWith("MassTransit", StringComparison.Ordinal) == true
            )
            .ShouldAllBe(package =>
                ((string?)package.Attribute("Version"))!.EndsWith(",9.0.0)", StringComparison.Ordinal)
            );

    [Fact]
    public void A_log_message_never_carries_text_or_names()
    {
        string[] personal = ["{Text}", "{Author}", "{Handle}", "{Email}", "{Body}", "{Password}", "{Token}"];
        foreach (var file in SourcesBelow("services"))
        {
            foreach (
                var line in File.ReadLines(file).Where(line => line.Contains("Message = \"", StringComparison.Ordinal))
            )
            {
                personal.Where(word => line.Contains(word, StringComparison.Ordinal)).ShouldBeEmpty($"{file}: {line}");
            }
        }
    }

    private static string ProjectOf(IMeshService service) => service.Assembly.GetName().Name!["TriageMesh.".Length..];

    private static IEnumerable<string> OurReferencesOf(Assembly assembly) =>
        assembly
            .GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => name.StartsWith("TriageMesh.", StringComparison.Ordinal));

    private static bool IsOnTheWire(Type type) =>
        type is { IsEnum: true, IsPublic: true }
        && type.GetFields(BindingFlags.Static | BindingFlags.Public)
            .Any(field => field.IsDefined(typeof(JsonStringEnumMemberNameAttribute)));

    private static IEnumerable<string> SourcesBelow(params string[] parts) =>
        Directory
            .EnumerateFiles(RepositoryRoot.Below(parts), "*.cs", SearchOption.AllDirectories)
            .Where(file => !IsOutput(file));

    private static bool IsOutput(string path) =>
        path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules" or "dist");
}
