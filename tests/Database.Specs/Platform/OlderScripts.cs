using System.Reflection;

namespace TriageMesh.Database.Specs.Platform;

/// <summary>A service as it was: the same scripts, up to a number.</summary>
internal sealed class OlderScripts(Assembly today, int last) : Assembly
{
    public override string[] GetManifestResourceNames() =>
        [
            .. today
                .GetManifestResourceNames()
                .Where(name =>
                    !name.EndsWith(".sql", StringComparison.Ordinal) || int.Parse(name.Split('.')[^2][..4]) <= last
                ),
        ];

    public override Stream? GetManifestResourceStream(string name) => today.GetManifestResourceStream(name);

    public override AssemblyName GetName() => today.GetName();
}
