using TriageMesh.Contracts;

namespace TriageMesh.Domain.Specs.Classification.Commands;

/// <summary>A folder of its own for the files of one specification, gone afterwards.</summary>
public sealed class TrainingFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("triagemesh-specs-");

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public string Write(string name, params string[] lines)
    {
        File.WriteAllLines(PathOf(name), lines);
        return PathOf(name);
    }

    /// <summary>The first rows of the corpus, as a training file.</summary>
    public string WriteSample(string name, int rowsOfEachLanguage) =>
        Write(
            name,
            [
                .. Corpus
                    .Sample(rowsOfEachLanguage)
                    .Select(text =>
                        $$"""{"lang":"{{text.Language}}","text":{{System.Text.Json.JsonSerializer.Serialize(text.Text)}},"label":"{{text.Label.Wire()}}","business":"{{text.Group}}"}"""
                    ),
            ]
        );

    public void Dispose() => _folder.Delete(recursive: true);
}
