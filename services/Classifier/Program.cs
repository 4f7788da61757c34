using TriageMesh.Classifier;
using TriageMesh.Platform.Hosting;

return await MeshHost.RunAsync(args, new ClassifierService());
