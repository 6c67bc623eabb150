#!/usr/bin/env node
/**
 * Stands in for helm and kustomize where a machine has none: `helm template NAME CHART [-f VALUES]` fills in
 * `{{ .Values.key }}`, and `kustomize build DIR` prints resources with the images of the overlay. Called as either.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse, stringify } from 'yaml'

const tool = path.basename(process.argv[1])
const words = process.argv.slice(2)
const fail = (text) => {
  process.stderr.write(`Error: ${text}\n`)
  process.exit(1)
}

if (tool === 'helm') {
  const [, name, chart] = words
  if (!existsSync(path.join(chart, 'Chart.yaml'))) fail(`path "${chart}" not found`)
  const values = parse(readFileSync(path.join(chart, 'values.yaml'), 'utf8'))
  words.forEach((word, index) => {
    if (word === '-f') Object.assign(values, parse(readFileSync(words[index + 1], 'utf8')))
  })
  const { name: chartName } = parse(readFileSync(path.join(chart, 'Chart.yaml'), 'utf8'))
  for (const file of readdirSync(path.join(chart, 'templates')).sort()) {
    const text = readFileSync(path.join(chart, 'templates', file), 'utf8')
    const filled = text.replace(/\{\{ \.(?:Values\.(\w+)|Release\.Name) \}\}/g, (_, key) => {
      if (key !== undefined && values[key] === undefined)
        fail(`${chartName}/templates/${file}: nil pointer evaluating .Values.${key}`)
      return key === undefined ? name : values[key]
    })
    process.stdout.write(`---\n# Source: ${chartName}/templates/${file}\n${filled}`)
  }
} else {
  const build = (folder) => {
    const file = path.join(folder, 'kustomization.yaml')
    if (!existsSync(file)) fail(`unable to find one of 'kustomization.yaml' in directory '${folder}'`)
    const { resources = [], images = [] } = parse(readFileSync(file, 'utf8'))
    return resources
      .flatMap((each) => {
        const place = path.join(folder, each)
        return existsSync(path.join(place, 'kustomization.yaml')) ? build(place) : [parse(readFileSync(place, 'utf8'))]
      })
      .map((object) => {
        for (const container of object.spec.template.spec.containers)
          for (const image of images)
            if (container.image.startsWith(`${image.name}:`)) container.image = `${image.name}:${image.newTag}`
        return object
      })
  }
  process.stdout.write(
    build(words.at(-1))
      .map((object) => stringify(object))
      .join('---\n'),
  )
}
